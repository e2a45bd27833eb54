package io.filterport.verify.conformance.history;

import io.filterport.service.FilterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The service's side of one history, in the process of the service. For one thread. */
final class ServicePart {
  /** Looks between two helps: whoever was helped gets on meanwhile. */
  private static final int LOOKS = 50;

  private final Plan plan;
  private final Board board;
  private final Desk desk;
  private final Server host;
  private final List<Server> servers = new ArrayList<>();
  private boolean closed;
  private int looks;

  private ServicePart(FilterPort port, Board board, Plan plan) {
    this.plan = plan;
    this.board = board;
    this.desk = new Desk(port);
    this.host = new Server(plan, board, desk, Plan.SERVICE_HOST);
    for (int i = 0; i < plan.servers(); i++) {
      servers.add(new Server(plan, board, desk, Plan.SERVERS + i));
    }
  }

  /** Plays it, and leaves what was recorded on the board. {@return 0 if it came to its end} */
  static long play(FilterPort port, String boardPath, long seed) throws Exception {
    Board board = Board.at(boardPath);
    ServicePart part = new ServicePart(port, board, Plan.of(seed));
    boolean ended = part.play();
    board.report(Records.pack(part.recorded()));
    return ended ? 0 : 1;
  }

  private List<Operation> recorded() {
    return Stream.concat(servers.stream(), Stream.of(host)).flatMap(Server::operations).toList();
  }

  private boolean play() throws Exception {
    servers.forEach(server -> server.watch(servers));
    List<Future<?>> playing = Stage.play(servers);
    if (!Board.comes(this::isOverWithHelp)) {
      return false;
    }
    for (Future<?> one : playing) {
      one.get();
    }
    return hasTidiedUp();
  }

  // ---- those who wait for ever

  private boolean isOverWithHelp() {
    if (board.isAnybodyLeft() && !board.isAnybodyBusy()) {
      lookAtAll();
      if (!isAnybodyAboutToMeet() && !board.isAnybodyBusy() && looks++ % LOOKS == 0) {
        help();
      }
    }
    return !board.isAnybodyLeft();
  }

  private void lookAtAll() {
    for (PostedGet get : desk.outstanding()) {
      if (get.overlapped().isComplete()) {
        host.look(get);
      }
    }
  }

  /**
   * A getter that holds every message and a sender must not stay side by side: no help for them.
   */
  private boolean isAnybodyAboutToMeet() {
    return desk.hasRoomyGetter() && isAnybodyInLine();
  }

  private boolean isAnybodyInLine() {
    for (int i = 0; i < plan.senders(); i++) {
      long number = board.sending(i);
      if (number != 0 && !desk.hasReceived(number)) {
        return true;
      }
    }
    return false;
  }

  private void help() {
    switch (plan.rescue()) {
      case SERVE -> serve();
      case CLOSE_PORT -> board.askForEnd();
      case CLOSE_HANDLE -> closeOnce();
    }
  }

  private void closeOnce() {
    if (!closed) {
      closed = true;
      host.closeHandle();
    }
  }

  private void serve() {
    if (desk.isAnybodyWaiting()) {
      host.cancelAll();
    }
    long id = desk.takeUnanswered(host.random);
    if (id != 0) {
      host.reply(id);
    } else if (isAnybodyInLine() && !desk.hasRoomyGetter()) {
      host.post(Plan.ROOMY);
    }
  }

  /** Nobody is left: what is outstanding is cancelled, and every get has its end. */
  private boolean hasTidiedUp() {
    if (!desk.outstanding().isEmpty()) {
      host.cancelAll();
      desk.outstanding().forEach(host::awaitEnd);
    }
    return desk.outstanding().isEmpty();
  }
}

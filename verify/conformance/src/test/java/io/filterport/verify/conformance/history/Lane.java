package io.filterport.verify.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.filter.MessageCall;
import io.filterport.verify.conformance.history.Checker.Verdict;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.ServiceWork;
import io.filterport.verify.conformance.world.World;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One history after the other, on one connection until a history ends it, then on the next. Each is
 * checked from where the one before left the port. For one thread at a time.
 */
final class Lane implements AutoCloseable {
  private final World world;
  private final boolean oneProcess;
  private final Board board = Board.create();

  private Link link;
  private History latest;

  /** The id that the connection gave last; several if the history does not tell. */
  private Set<Long> lastIds = Set.of();

  /** How often the filter's callback ran, by the number of the question. */
  private final Map<Integer, Integer> callbacks = new ConcurrentHashMap<>();

  Lane(World world) {
    this.world = world;
    this.oneProcess = world.oneProcess();
  }

  /** Before each history, for one lane at a time. */
  void connect() {
    if (link == null) {
      world.onConnect =
          request -> {
            request.setConnectionCookie(this);
            return NtStatus.SUCCESS;
          };
      link = world.link();
      lastIds = Set.of(0L);
    }
    callbacks.clear();
  }

  /** A question of this lane's client. */
  NtStatus answer(MessageCall call) {
    byte[] question = call.input().toArray(ValueLayout.JAVA_BYTE);
    callbacks.merge(number(question), 1, Integer::sum);
    call.output().copyFrom(MemorySegment.ofArray(Forms.answer(question)));
    call.setReturnLength(question.length);
    return NtStatus.SUCCESS;
  }

  private static int number(byte[] question) {
    return MemorySegment.ofArray(question).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
  }

  // ---- a history

  /** Plays a history and checks it. {@return its operations} */
  int play(long seed) throws Exception {
    latest = record(Plan.of(seed));
    check(seed);
    if (latest.closes()) {
      link.client().close();
      link.hangUp();
      link = null;
    }
    return latest.size();
  }

  private History record(Plan plan) throws Exception {
    board.prepare(plan.players());
    Future<Long> service = Stage.run(() -> world.atService(link.port(), work(plan.seed())));
    List<Sender> senders =
        IntStream.range(0, plan.senders())
            .mapToObj(i -> new Sender(plan, board, link.client(), i, world::observe))
            .toList();
    senders.forEach(sender -> sender.watch(senders));
    List<Future<?>> playing = Stage.play(senders);
    Closer closer = new Closer(plan, board, link.client());
    closer.closeIfAskedUntil(service);
    boolean ended = service.get() == 0;
    History history = history(senders, closer);
    assertThat(ended).as("seed %s hangs:%n%s", plan.seed(), history).isTrue();
    for (Future<?> one : playing) {
      one.get();
    }
    return history(senders, closer);
  }

  private ServiceWork work(long seed) {
    String path = board.path();
    return port -> ServicePart.play(port, path, seed);
  }

  private History history(List<Sender> senders, Closer closer) throws Exception {
    List<Operation> all = new ArrayList<>(Records.unpack(board.report()));
    Stream.concat(senders.stream(), Stream.of(closer))
        .flatMap(Player::operations)
        .forEach(all::add);
    return new History(all);
  }

  // ---- the checks

  private void check(long seed) {
    assertThat(latest.operations())
        .as("seed %s: results by themselves in%n%s", seed, latest)
        .allMatch(Forms::isPossible);
    PortModel model = new PortModel(latest, oneProcess);
    Set<PortState> starts = lastIds.stream().map(model::start).collect(Collectors.toSet());
    Verdict<PortState> verdict = Checker.check(model, starts, latest.events());
    assertThat(verdict.isExplained())
        .as("seed %s: no port allows %s of%n%s", seed, verdict.refuted(), latest)
        .isTrue();
    lastIds = verdict.states().stream().map(PortState::lastId).collect(Collectors.toSet());
  }

  /** When no callback runs: each question reached the filter once, or too late and never. */
  void assertAsked() {
    for (Operation operation : latest.operations()) {
      if (operation.call() instanceof Call.Ask ask) {
        int times = callbacks.getOrDefault(number(ask.question()), 0);
        boolean answered = Agreement.isSuccess(((Result.Asked) operation.result()).status());
        assertThat(times)
            .as("callbacks of %s in%n%s", operation.key(), latest)
            .isBetween(answered ? 1 : 0, 1);
      }
    }
  }

  boolean isConnected() {
    return link != null;
  }

  @Override
  public void close() {
    board.close();
  }
}

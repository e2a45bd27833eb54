package io.filterport.verify.bench.process;

import io.filterport.verify.bench.load.Histograms;
import io.filterport.verify.bench.load.Load;
import io.filterport.verify.bench.load.Settling;
import io.filterport.verify.bench.load.Usage;
import io.filterport.verify.bench.peer.Calls;
import io.filterport.verify.bench.peer.Half;
import io.filterport.verify.bench.peer.JvmPeer;
import io.filterport.verify.bench.peer.Part;
import io.filterport.verify.bench.peer.Peers;
import io.filterport.verify.bench.peer.Setup;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of one half. Its arguments are the peer, the half and the setup; then it says {@code
 * ready} and takes orders, one a line, each of which it answers with one line:
 *
 * <pre>
 *  usage              what it has used since it began: five numbers, see {@link Usage}
 *  settle             collects garbage
 *  idle COUNT         connects so often more
 *  run NANOS PAUSE    of a caller: asks for so long, with pauses; round trips, nanoseconds
 *  save FILE          of a caller: writes how long each round trip of the last run took
 *  end                ends
 * </pre>
 */
public final class HalfProgram {
  private static final int FAILED = 1;

  private final Orders orders = new Orders();
  private final Setup setup;
  private final Part part;
  private @Nullable Load load;

  private HalfProgram(JvmPeer peer, Half half, Setup setup) throws Exception {
    this.setup = setup;
    this.part = half == Half.ANSWERER ? peer.answer(setup) : peer.call(setup);
  }

  /**
   * Runs one half.
   *
   * @param args peer, half, setup
   */
  public static void main(String[] args) throws Exception {
    TimeLimit.start();
    Thread.setDefaultUncaughtExceptionHandler(HalfProgram::fail);
    List<String> arguments = List.of(args);
    JvmPeer peer = (JvmPeer) Peers.named(arguments.get(0));
    Half half = Half.valueOf(arguments.get(1));
    HalfProgram program =
        new HalfProgram(peer, half, Setup.parse(arguments.subList(2, arguments.size())));
    program.obey();
    System.exit(0);
  }

  /** Whatever thread fails, the half is worth nothing any more. */
  private static void fail(Thread thread, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(FAILED);
  }

  private void obey() throws Exception {
    orders.answer("ready");
    for (String order = orders.next(); !order.equals(Orders.END); order = orders.next()) {
      orders.answer(done(order.split(" ")));
    }
    part.close();
  }

  private String done(String[] order) throws Exception {
    return switch (order[0]) {
      case "usage" -> Usage.ofThisProcess().toLine();
      case "settle" -> settled();
      case "idle" -> connected(Integer.parseInt(order[1]));
      case "run" -> load().run(Long.parseLong(order[1]), Long.parseLong(order[2])).toLine();
      case "save" -> saved(Path.of(order[1]));
      default -> throw new IllegalArgumentException(order[0]);
    };
  }

  private static String settled() throws Exception {
    Settling.settle();
    return "settled";
  }

  private String connected(int count) throws Exception {
    part.connectIdle(count);
    return "connected";
  }

  private String saved(Path file) throws Exception {
    Histograms.write(file, load().histogram());
    return "saved";
  }

  /** Callers connect when they are needed first: then the other half is there. */
  private Load load() throws Exception {
    Load present = load;
    if (present == null) {
      present = new Load((Calls) part, setup.callers());
      load = present;
    }
    return present;
  }
}

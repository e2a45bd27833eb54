package io.filterport.verify.onaccess;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What guards a file system: a process that listens to the kernel, and one that judges. For use by
 * the thread of its {@link Stage}.
 */
public interface Defence extends Closeable {
  /**
   * Starts one.
   *
   * @param stage with the files
   * @param plan how to guard them
   * @param limit after which every process of it is killed
   */
  static Defence start(Stage stage, Plan plan, Duration limit) throws Exception {
    Place place = new Place(stage, limit);
    try {
      return plan.kind().isOurs() ? Filterport.start(place, plan) : ClamOnAcc.start(place, plan);
    } catch (Exception e) {
      place.close();
      throw e;
    }
  }

  /** {@return the process that the kernel asks} */
  Running listener();

  /** {@return the process that is asked whether a file is infected} */
  Judge judge();

  /** Starts the process that the kernel asks again after it was killed. */
  void startListenerAgain() throws Exception;

  /**
   * {@return how long it took until a clean file can be opened and an infected one cannot}
   *
   * @param samples of both kinds
   * @param patience at most so long
   */
  default Duration awaitWorking(Samples samples, Duration patience) throws Exception {
    return Eventually.holds("clean allowed, EICAR denied", patience, () -> works(samples));
  }

  private static boolean works(Samples samples) throws InterruptedException {
    List<Path> one = List.of(samples.clean().getFirst(), samples.infected().getFirst());
    List<Opening.Outcome> outcomes =
        Openers.start(one).await(Duration.ofSeconds(1)).stream().map(Opening::outcome).toList();
    return outcomes.equals(List.of(Opening.Outcome.ALLOWED, Opening.Outcome.DENIED));
  }
}

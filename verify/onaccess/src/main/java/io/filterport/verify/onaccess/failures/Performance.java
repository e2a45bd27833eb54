package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Defence;
import io.filterport.verify.onaccess.Openers;
import io.filterport.verify.onaccess.Opening;
import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Samples;
import io.filterport.verify.onaccess.Stage;
import java.time.Duration;
import java.util.List;

/** One scene with one guard, on a file system of its own. For use by the thread of the stage. */
final class Performance {
  /** Many times what a scene takes. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private static final Duration START = Duration.ofSeconds(90);
  private static final int FILES = 8;

  private final Scene scene;
  private final Duration patience;
  private final Samples samples;
  private final Defence defence;
  private String note = "";
  private boolean released;

  private Performance(Scene scene, Duration patience, Samples samples, Defence defence) {
    this.scene = scene;
    this.patience = patience;
    this.samples = samples;
    this.defence = defence;
  }

  /**
   * {@return what came of it}
   *
   * @param patience how long openers are waited for
   */
  static Result of(Scene scene, Plan.Kind kind, Duration patience) throws Exception {
    Plan plan = Plan.of(kind).withOpenFiles(scene.openFiles());
    return Stage.play(Stage.FileSystem.TMPFS, stage -> on(stage, scene, plan, patience));
  }

  private static Result on(Stage stage, Scene scene, Plan plan, Duration patience)
      throws Exception {
    Samples samples = Samples.write(stage.guarded(), FILES);
    try (Defence defence = Defence.start(stage, plan, LIMIT)) {
      Duration ignored = defence.awaitWorking(samples, START);
      return new Performance(scene, patience, samples, defence).play();
    }
  }

  private Result play() throws Exception {
    scene.before().on(this);
    Openers openers = Openers.start(samples.each(scene.openers()));
    scene.during().on(this);
    List<Opening> openings = openers.await(patience);
    scene.after().on(this);
    Tally clean = tally(openings, false);
    Tally infected = tally(openings, true);
    return new Result(clean, infected, note + late(openers, clean, infected));
  }

  private Tally tally(List<Opening> openings, boolean infected) {
    return Tally.of(
        openings.stream()
            .filter(opening -> samples.infected().contains(opening.file()) == infected)
            .toList());
  }

  /** {@return what those got in the end whom something has released after all} */
  private String late(Openers openers, Tally clean, Tally infected) throws Exception {
    if (!released || clean.waiting() + infected.waiting() == 0) {
      return "";
    }
    List<Opening> openings = openers.await(patience.multipliedBy(2));
    return "then clean: "
        + tally(openings, false).text()
        + "; EICAR: "
        + tally(openings, true).text();
  }

  Defence defence() {
    return defence;
  }

  /** Lets the process that listens go on, and looks what those get who wait. */
  void release() throws Exception {
    defence.listener().resume();
    released = true;
  }

  /** Waits until verdicts are right again. */
  void recover() throws Exception {
    note = "right again after " + Tally.seconds(defence.awaitWorking(samples, START));
  }
}

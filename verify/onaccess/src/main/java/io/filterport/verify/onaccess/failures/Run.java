package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plays scenes, each with every guard. For use by one thread. */
final class Run {
  /** Begins what is told of a guard that could not play a scene, although it is installed. */
  static final String FAILED = "failed: ";

  /** While the host is well, its holder does nothing that openers could see. */
  private static final String NOT_PLAYED = "as without --on-death; not played";

  private final Duration patience;
  private final Table table = new Table();

  Run(Duration patience) {
    this.patience = patience;
  }

  Table play(List<Scene> scenes) {
    scenes.forEach(this::play);
    return table;
  }

  private void play(Scene scene) {
    for (Plan.Kind kind : Plan.Kind.values()) {
      String told = play(scene, kind);
      System.err.println(scene.name() + ", " + kind.title() + ": " + told);
    }
  }

  private String play(Scene scene, Plan.Kind kind) {
    if (kind.isHeld() && !scene.ofHost()) {
      return trouble(scene, kind, NOT_PLAYED);
    }
    Optional<String> missing = Plan.of(kind).missing();
    if (missing.isPresent()) {
      return trouble(scene, kind, "skipped: " + missing.get());
    }
    try {
      Result result = Performance.of(scene, kind, patience);
      table.add(scene, kind, result);
      return result.text();
    } catch (Exception e) {
      return trouble(scene, kind, FAILED + e.getMessage());
    }
  }

  private String trouble(Scene scene, Plan.Kind kind, String why) {
    table.addTrouble(scene, kind, why.replaceAll("\\s+", " ").replace('|', '/'));
    return why;
  }
}

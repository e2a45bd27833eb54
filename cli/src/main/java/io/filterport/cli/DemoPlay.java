package io.filterport.cli;

import io.filterport.cli.DemoDecision.Outcome;
import io.filterport.cli.DemoWorld.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The play, the same in every world: a clean and an infected file are opened; the service ends; it
 * comes back. For one thread.
 */
final class DemoPlay {
  private final DemoWorld world;
  private final Consumer<String> talk;
  private final List<DemoStep> steps = new ArrayList<>();

  DemoPlay(DemoWorld world, Consumer<String> talk) {
    this.world = world;
    this.talk = talk;
  }

  List<DemoStep> perform() throws IOException, InterruptedException {
    Path clean = world.files().clean();
    Path infected = world.files().infected();
    talk.accept(world.introduction());
    talk.accept(world.startService());
    step("a clean file", clean, DemoStep.ALLOWED);
    step("an infected file", infected, DemoStep.DENIED);
    talk.accept(world.endService());
    step("infected, while nobody answers", infected, DemoStep.DENIED);
    step("clean, while nobody answers", clean, DemoStep.DENIED);
    talk.accept(world.startService());
    step("infected, the service is back", infected, DemoStep.DENIED);
    step("clean, the service is back", clean, DemoStep.ALLOWED);
    return steps;
  }

  private void step(String name, Path file, String expected)
      throws IOException, InterruptedException {
    Opened opened = world.open(file);
    DemoStep step =
        new DemoStep(
            name,
            file.toString(),
            world.opener(),
            expected,
            DemoStep.outcome(opened.seen()),
            decidedBy(opened.decision().outcome()),
            opened.decision().micros(),
            opened.seen());
    steps.add(step);
    talk.accept(step.line());
  }

  private String decidedBy(Outcome outcome) {
    Long uid = world.serviceUid();
    return switch (outcome) {
      case ALLOWED, DENIED -> uid == null ? "service" : "service uid " + uid;
      case DEFAULT -> "default verdict";
      case NONE -> "nobody";
    };
  }
}

package io.filterport.cli;

import io.filterport.linux.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The play: a host and a service as two processes; a clean and an infected file are opened; the
 * service is killed; it comes back. For one thread, that of the stage's namespace.
 */
final class DemoPlay implements AutoCloseable {
  private static final String ALLOWED = "ALLOWED";
  private static final String DENIED = "DENIED";
  private static final long OPENER_SECONDS = 10;
  private static final long POLL_MILLIS = 20;
  private static final int POLLS = 1_000;

  private final DemoStage stage;
  private final boolean fanotify;
  private final Privileges.User serviceUser;
  private final Consumer<String> talk;
  private final DemoFiles files;
  private final DemoHost host;
  private final List<DemoStep> steps = new ArrayList<>();
  private @Nullable Process service;
  private String serviceUid = "none";

  DemoPlay(DemoStage stage, boolean fanotify, Privileges.User serviceUser, Consumer<String> talk)
      throws IOException, InterruptedException {
    this.stage = stage;
    this.fanotify = fanotify;
    this.serviceUser = serviceUser;
    this.talk = talk;
    this.files = DemoFiles.write(stage.guarded());
    this.host = new DemoHost(hostCommand());
    host.awaitListening();
  }

  private ProcessBuilder hostCommand() {
    List<String> arguments = new ArrayList<>(List.of("demo-host"));
    if (fanotify) {
      arguments.add("--fanotify");
    }
    arguments.addAll(List.of("--directory", stage.guarded().toString()));
    arguments.addAll(List.of("--listen", stage.controlSocket().toString()));
    arguments.addAll(
        List.of(
            "--sddl", "D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x1;;;S-1-22-1-" + serviceUser.uid() + ")"));
    return SelfProcess.of(arguments.toArray(String[]::new));
  }

  List<DemoStep> steps() {
    return steps;
  }

  long serviceUid() {
    return serviceUid.equals("none") ? -1 : Long.parseLong(serviceUid);
  }

  void perform() throws IOException, InterruptedException {
    talk.accept(
        "host: pid "
            + host.pid()
            + ", uid "
            + Identity.effectiveUid()
            + ", guards "
            + stage.guarded());
    startService();
    step("a clean file", files.clean(), ALLOWED);
    step("an infected file", files.infected(), DENIED);
    killService();
    step("infected, while nobody answers", files.infected(), DENIED);
    step("clean, while nobody answers", files.clean(), DENIED);
    startService();
    step("infected, the service is back", files.infected(), DENIED);
    step("clean, the service is back", files.clean(), ALLOWED);
  }

  private void startService() throws IOException, InterruptedException {
    Process started =
        SelfProcess.of(
                "demo-service",
                "--socket",
                stage.controlSocket().toString(),
                "--user",
                serviceUser.name())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    service = started;
    for (int i = 0; i < POLLS && serviceIs("none") && started.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    serviceUid = host.service();
    talk.accept("service: pid " + started.pid() + ", uid " + serviceUid + ", connected");
  }

  private boolean serviceIs(String expected) throws IOException, InterruptedException {
    return host.service().equals(expected);
  }

  private void killService() throws IOException, InterruptedException {
    Process running = service;
    if (running != null) {
      running.destroyForcibly().waitFor();
      talk.accept("service: killed with kill -9");
    }
    for (int i = 0; i < POLLS && !serviceIs("none"); i++) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void step(String name, Path file, String expected)
      throws IOException, InterruptedException {
    String seen = fanotify ? cat(file) : host.open(file.toString());
    boolean failed = fanotify ? seen.startsWith("cat: ") : seen.startsWith("denied");
    DemoHost.Decision decision = host.decision(file.toString());
    DemoStep step =
        new DemoStep(
            name,
            file.toString(),
            fanotify ? "cat" : "host",
            expected,
            failed ? DENIED : ALLOWED,
            decision.outcome().equals("default") ? "default verdict" : "service uid " + serviceUid,
            decision.micros(),
            seen);
    steps.add(step);
    talk.accept(step.line());
  }

  /** {@return what an ordinary program prints} */
  private static String cat(Path file) throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder("cat", file.toString()).redirectErrorStream(true);
    command.environment().put("LC_ALL", "C");
    Process cat = command.start();
    if (!cat.waitFor(OPENER_SECONDS, TimeUnit.SECONDS)) {
      cat.destroyForcibly().waitFor();
      return "cat hung for " + OPENER_SECONDS + " s and was killed";
    }
    return new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    Process running = service;
    if (running != null) {
      running.destroyForcibly();
    }
    host.close();
  }
}

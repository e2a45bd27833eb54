package io.filterport.cli;

import io.filterport.linux.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Host and service as two processes, the service without privileges and ended by kill -9. */
final class DemoInTwoProcesses implements DemoWorld {
  private static final String NO_SERVICE = "none";
  private static final long OPENER_SECONDS = 10;
  private static final long POLL_MILLIS = 20;
  private static final int POLLS = 1_000;

  private final DemoStage stage;
  private final boolean fanotify;
  private final Privileges.User serviceUser;
  private final DemoFiles files;
  private final DemoHost host;
  private @Nullable Process service;
  private String serviceUid = NO_SERVICE;

  /**
   * Starts the host.
   *
   * @param fanotify whether the kernel's file events guard the stage, and an ordinary program opens
   *     its files; else the host opens them through its own guarded file system
   */
  DemoInTwoProcesses(DemoStage stage, boolean fanotify, Privileges.User serviceUser)
      throws IOException, InterruptedException {
    this.stage = stage;
    this.fanotify = fanotify;
    this.serviceUser = serviceUser;
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

  @Override
  public String volume() {
    return fanotify ? "fanotify" : "nio";
  }

  @Override
  public DemoFiles files() {
    return files;
  }

  @Override
  public String introduction() {
    return "host: pid %d, uid %d, guards %s"
        .formatted(host.pid(), Identity.effectiveUid(), stage.guarded());
  }

  @Override
  public String opener() {
    return fanotify ? "cat" : "host";
  }

  @Override
  public String startService() throws IOException, InterruptedException {
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
    for (int i = 0; i < POLLS && isWithoutService() && started.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    serviceUid = host.service();
    return "service: pid " + started.pid() + ", uid " + serviceUid + ", connected";
  }

  private boolean isWithoutService() throws IOException, InterruptedException {
    return host.service().equals(NO_SERVICE);
  }

  @Override
  public String endService() throws IOException, InterruptedException {
    Process running = service;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
    for (int i = 0; i < POLLS && !isWithoutService(); i++) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return "service: killed with kill -9";
  }

  @Override
  public @Nullable Long serviceUid() {
    return serviceUid.equals(NO_SERVICE) ? null : Long.valueOf(serviceUid);
  }

  @Override
  public Opened open(Path file) throws IOException, InterruptedException {
    String seen = fanotify ? cat(file) : host.open(file.toString());
    return new Opened(seen, host.decision(file.toString()));
  }

  /** {@return what an ordinary program prints} */
  private static String cat(Path file) throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder("cat", file.toString()).redirectErrorStream(true);
    command.environment().put("LC_ALL", "C");
    Process cat = command.start();
    if (!cat.waitFor(OPENER_SECONDS, TimeUnit.SECONDS)) {
      cat.destroyForcibly().waitFor();
      return "failed: it hung for " + OPENER_SECONDS + " s and was killed";
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
    stage.close();
  }
}

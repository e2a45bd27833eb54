package io.filterport.cli;

import io.filterport.ControlSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service under test, started by a shell, with what it starts itself. For one thread. */
final class ServiceProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final Process process;

  private ServiceProcess(Process process) {
    this.process = process;
  }

  /** What it writes goes to standard error: standard output is the report's. */
  static ServiceProcess start(String command, Path socket) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "exec 1>&2; " + command)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(ControlSockets.VARIABLE, socket.toString());
    return new ServiceProcess(builder.start());
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

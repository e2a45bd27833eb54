package io.filterport.cli;

import io.filterport.ControlSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

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

  /** What the service has started is asked to end as well, and killed like it. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // those that stay are killed
    } finally {
      kill(all);
    }
  }

  /** What was started meanwhile, too. */
  private static void kill(List<ProcessHandle> all) {
    all.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
    all.forEach(ProcessHandle::destroyForcibly);
  }
}

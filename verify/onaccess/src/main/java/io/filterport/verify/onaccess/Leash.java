package io.filterport.verify.onaccess;

import java.io.IOException;
import java.time.Duration;

/**
 * Kills a process when this JVM has ended, however it ended, or when its time is up. Who listens to
 * the kernel's file events and hangs would otherwise hang everybody who opens a file there.
 */
final class Leash implements AutoCloseable {
  private static final String SCRIPT = "timeout \"$1\" cat >/dev/null; kill -9 \"$2\"";

  private final Process holder;

  private Leash(Process holder) {
    this.holder = holder;
  }

  static Leash of(long pid, Duration limit) throws IOException {
    String seconds = Long.toString(limit.toSeconds());
    return new Leash(
        new ProcessBuilder("sh", "-c", SCRIPT, "leash", seconds, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Lets go. First the one who would kill, then what he waits for. */
  @Override
  public void close() throws IOException {
    holder.destroyForcibly().onExit().join();
    holder.getOutputStream().close();
  }
}

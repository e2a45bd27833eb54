package io.filterport.verify.onaccess;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What somebody got who opened a file. Immutable.
 *
 * @param file which one
 * @param outcome what he got
 * @param took how long it took, or how long he has waited
 */
public record Opening(Path file, Outcome outcome, Duration took) {
  /** What one can get. */
  public enum Outcome {
    /** A descriptor. */
    ALLOWED,
    /** EPERM. */
    DENIED,
    /** ENOENT: somebody has taken the file away. */
    MISSING,
    /** Nothing yet. */
    WAITING,
    /** Another error. */
    FAILED
  }

  /** {@return what the calling thread gets} It may wait for ever. */
  public static Opening now(Path file) {
    String path = file.toString();
    long start = System.nanoTime();
    int fd = Fds.open(path, Fds.O_RDONLY | Fds.O_CLOEXEC);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (fd >= 0) {
      Fds.close(fd);
    }
    return new Opening(file, outcome(fd), took);
  }

  private static Outcome outcome(int fd) {
    if (fd >= 0) {
      return Outcome.ALLOWED;
    }
    return switch (-fd) {
      case Errno.EPERM -> Outcome.DENIED;
      case Errno.ENOENT -> Outcome.MISSING;
      default -> Outcome.FAILED;
    };
  }
}

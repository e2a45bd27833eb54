package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.volume.ByteRange;
import io.filterport.volume.FileOperation;
import org.jspecify.annotations.Nullable;

/**
 * A permission event as the kernel reported it.
 *
 * @param mask what is about to happen
 * @param fd the file; the event's name in the answer
 * @param pid the process, 0 if it is not in this pid namespace
 * @param pidfd the process, negative if there is none
 * @param range what is about to be used of an open file, or null if it is being opened
 */
record OpenEvent(long mask, int fd, int pid, int pidfd, @Nullable ByteRange range) {
  static OpenEvent of(FanotifyEvents events) {
    return new OpenEvent(events.mask(), events.fd(), events.pid(), events.pidfd(), range(events));
  }

  /** No file has a negative offset, so whoever wants one gets an error anyway. */
  private static @Nullable ByteRange range(FanotifyEvents events) {
    return events.hasRange()
        ? new ByteRange(Math.max(events.rangeOffset(), 0), Math.max(events.rangeLength(), 0))
        : null;
  }

  FileOperation.Kind kind() {
    if ((mask & Fanotify.PRE_ACCESS) != 0) {
      return FileOperation.Kind.ACCESS;
    }
    return (mask & Fanotify.OPEN_EXEC_PERM) != 0
        ? FileOperation.Kind.EXEC
        : FileOperation.Kind.OPEN;
  }

  void close() {
    close(fd);
    close(pidfd);
  }

  static void close(int descriptor) {
    if (descriptor >= 0) {
      Fds.close(descriptor);
    }
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.volume.FileOperation;

/**
 * A permission event as the kernel reported it.
 *
 * @param mask what is about to happen
 * @param fd the file; the event's name in the answer
 * @param pid the process, 0 if it is not in this pid namespace
 * @param pidfd the process, negative if there is none
 */
record OpenEvent(long mask, int fd, int pid, int pidfd) {
  static OpenEvent of(FanotifyEvents events) {
    return new OpenEvent(events.mask(), events.fd(), events.pid(), events.pidfd());
  }

  FileOperation.Kind kind() {
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

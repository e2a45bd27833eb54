package io.filterport.volumes.fanotify;

import io.filterport.linux.Errno;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyAnswers;

/** Tells the kernel. Safe for use by any thread. */
final class Responder {
  private final int group;
  private final Counts counts;

  Responder(int group, Counts counts) {
    this.group = group;
    this.counts = counts;
  }

  /**
   * Answers an event that only the caller knows, as {@link #respondSurely}, and closes its
   * descriptors.
   *
   * @param fd the file
   * @param pidfd the process, or negative
   * @param allowed the verdict
   */
  void answer(int fd, int pidfd, boolean allowed) {
    respondSurely(fd, response(allowed));
    OpenEvent.close(fd);
    OpenEvent.close(pidfd);
  }

  /** As {@link #respond}, and until it succeeds: memory may be short meanwhile. */
  void respondSurely(int fd, int response) {
    boolean told = false;
    while (!told) {
      try {
        respond(fd, response);
        told = true;
      } catch (Throwable e) { // out of memory perhaps
        AfterError.pause();
      }
    }
  }

  /**
   * Answers an event and closes nothing. An answer that the kernel does not take would leave the
   * opener waiting for ever.
   *
   * @param fd the file, which stays open meanwhile
   * @param response {@link #response} to the verdict
   */
  void respond(int fd, int response) {
    if (isRejected(send(fd, response))) {
      counts.add(Count.REJECTED);
      send(fd, Fanotify.DENY);
    }
    counts.add(Count.ANSWERED);
  }

  /**
   * Answers events with as few system calls as possible, and closes nothing.
   *
   * @param answers none is left afterwards
   */
  void respondAll(FanotifyAnswers answers) {
    while (!answers.isEmpty()) {
      int taken = answers.send(group);
      if (taken > 0) {
        counts.add(Count.ANSWERED, taken);
      } else {
        respond(answers.fd(), answers.response());
        answers.skip();
      }
    }
  }

  static int response(boolean allowed) {
    return allowed ? Fanotify.ALLOW : Fanotify.DENY;
  }

  /** Where no such event waits any more, the opener was killed. */
  private static boolean isRejected(int result) {
    return result < 0 && result != -Errno.ENOENT;
  }

  private int send(int fd, int response) {
    int result;
    do {
      result = Fanotify.respond(group, fd, response);
    } while (result == -Errno.EINTR);
    return result;
  }
}

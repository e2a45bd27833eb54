package io.filterport.volumes.fanotify;

import io.filterport.linux.FanotifyAnswers;

/**
 * Answers that who reads events gives by himself, together at the end of a read, for the same
 * reason as {@link Bursts}. For his thread.
 */
final class UnaskedAnswers {
  private final Responder responder;
  private final FanotifyAnswers answers = new FanotifyAnswers();

  /** The files and the processes of these answers. */
  private final int[] descriptors = new int[2 * FanotifyAnswers.MOST];

  private int open;

  UnaskedAnswers(Responder responder) {
    this.responder = responder;
  }

  /**
   * Adds an answer to an event that only the caller knows, and will close its descriptors. Beyond
   * what there is room for, answers are given at once.
   *
   * @param fd the file
   * @param pidfd the process, or negative
   * @param allowed the verdict
   */
  void add(int fd, int pidfd, boolean allowed) {
    if (answers.isFull() || open == descriptors.length) {
      responder.answer(fd, pidfd, allowed);
      return;
    }
    answers.add(fd, Responder.response(allowed));
    descriptors[open++] = fd;
    descriptors[open++] = pidfd;
  }

  /** Gives all that were added. */
  void give() {
    responder.respondAll(answers);
    while (open > 0) {
      OpenEvent.close(descriptors[--open]);
    }
  }
}

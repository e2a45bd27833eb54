package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.ProcessControl;

/**
 * A volume of another process, as its holder answers for it. For one thread; opens nothing, asks
 * nobody.
 */
final class HeldVolume implements AutoCloseable {
  private static final int EVENTS = 64;
  private static final long BYTES_PER_EVENT = 32;

  private final int group;
  private final GuardedTree tree;
  private final HolderMessage terms;
  private final UnaskedAnswers answers;
  private final FanotifyEvents events = new FanotifyEvents(EVENTS * BYTES_PER_EVENT);
  private final int self = ProcessControl.pid();

  /**
   * Takes a volume.
   *
   * @param group its events; belongs to this object from now on
   * @param directory what is guarded; belongs to this object from now on
   * @param terms what to answer when
   */
  HeldVolume(int group, int directory, HolderMessage terms) {
    this.group = group;
    this.tree = GuardedTree.of(directory);
    this.terms = terms;
    this.answers = new UnaskedAnswers(new Responder(group, new Counts(() -> {})));
  }

  int group() {
    return group;
  }

  HolderMessage terms() {
    return terms;
  }

  /**
   * Answers what the host has read and not answered. The kernel knows such an event by the number
   * of its descriptor in the process that read it, whoever answers.
   */
  void answerRead(boolean allow) {
    int response = Responder.response(allow);
    for (int fd = 0; fd < terms.descriptors(); fd++) {
      int ignored = Fanotify.respond(group, fd, response);
    }
  }

  /** Files that the host had the kernel allow unasked are asked about again. */
  void forgetKept() {
    int ignored = Fanotify.mark(group, Fanotify.MARK_FLUSH, 0, tree.descriptor());
  }

  /**
   * Answers what nobody has read yet, as far as one read brings it: while many open files there is
   * always more.
   *
   * @param allow the verdict for guarded files
   * @param host whose opens are allowed in any case, or 0: it would wait for itself
   */
  void answerUnread(boolean allow, int host) {
    events.read(group);
    try {
      while (events.next()) {
        answer(allow, host);
      }
    } finally {
      answers.give();
    }
  }

  private void answer(boolean allow, int host) {
    if ((events.mask() & Fanotify.PERMISSION) == 0 || events.fd() < 0) {
      OpenEvent.close(events.fd());
      OpenEvent.close(events.pidfd());
    } else {
      answers.add(events.fd(), events.pidfd(), allow || isAllowed(host));
    }
  }

  private boolean isAllowed(int host) {
    int pid = events.pid();
    return pid == self || (pid != 0 && pid == host) || isOutside(OpenedFile.of(events.fd()));
  }

  private boolean isOutside(OpenedFile file) {
    return file.isKnownToBeNeitherFileNorDirectory() || tree.provesOutside(events.fd(), file);
  }

  /** If nobody else has the group, the kernel allows everything from now on. */
  @Override
  public void close() {
    tree.close();
    Fds.close(group);
  }
}

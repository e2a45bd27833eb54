package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.linux.PidFd;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictListener;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs made-up events through a pipeline of its own before anything is guarded: every class is
 * loaded and the code is warm when the first opener waits. A socket plays the kernel.
 */
final class Rehearsal {
  private static final int ROUNDS = 500;
  private static final int LATE_ROUNDS = 2;

  /** So many at once are more than fit where one fits. */
  private static final int CROWD = 4;

  private static final Capacity ONE = new Capacity(1, 1, 0);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final int ANSWER_SIZE = 8;
  private static final int INIT = 1;
  private static final String BASIS = "rehearsal";

  /**
   * Far beyond what a round takes: a rehearsal that fails must not keep the volume from opening.
   */
  private static final int PATIENCE_MILLIS = 1_000;

  private final FanotifyOptions options;
  private final Capacity capacity;
  private final GuardedTree tree;
  private final int[] sockets = new int[2];

  private Rehearsal(FanotifyOptions options, Capacity capacity, GuardedTree tree) {
    this.options = options;
    this.capacity = capacity;
    this.tree = tree;
  }

  static void run(FanotifyOptions options, Capacity capacity, GuardedTree tree) {
    new Rehearsal(options, capacity, tree).perform(Rehearsal::lookAtAll, ROUNDS, 1);
    FanotifyOptions hasty =
        options
            .withVolume(options.volume().withTimeLimit(SHORT))
            .withKernelMarks(0)
            .withExtensions(0);
    new Rehearsal(hasty, capacity, tree).perform(Rehearsal::comeLate, LATE_ROUNDS, 1);
    new Rehearsal(hasty, ONE, tree).perform(Rehearsal::comeLate, LATE_ROUNDS, CROWD);
  }

  private void perform(PreOperationCallback callback, int rounds, int together) {
    if (UnixSocket.pair(UnixSocket.SEQPACKET, sockets) < 0) {
      return;
    }
    CallbackStack stack = new CallbackStack(options.volume().withListener(VerdictListener.NONE));
    Exemptions exemptions = new Exemptions();
    Counts counts = new Counts(() -> {});
    VerdictCache cache = VerdictCache.of(options.cachedVerdicts());
    try (EventPipeline pipeline =
        new EventPipeline(
            sockets[0], options, capacity, tree, stack, exemptions, counts, new Tally(), cache)) {
      stack.attach("1", callback);
      pipeline.start();
      play(rounds, together, exemptions);
    } finally {
      Fds.close(sockets[0]);
      Fds.close(sockets[1]);
      exemptions.close();
    }
  }

  private void play(int rounds, int together, Exemptions exemptions) {
    int file = MemFd.create("rehearsal");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(ANSWER_SIZE);
      send(arena, Fanotify.Q_OVERFLOW, Fanotify.NOFD, 0);
      for (int i = 0; i < rounds; i++) {
        ask(arena, file, 0, together, answer);
      }
      playExempt(arena, file, exemptions, answer);
    } finally {
      OpenEvent.close(file);
    }
  }

  private void playExempt(Arena arena, int file, Exemptions exemptions, MemorySegment answer) {
    int pidfd = PidFd.open(INIT);
    if (pidfd < 0) {
      return;
    }
    Exemption exemption = exemptions.add(INIT, pidfd);
    long _ = Requestor.userUnopened(INIT, pidfd);
    Fds.close(pidfd);
    ask(arena, file, INIT, 1, answer);
    exemption.close();
  }

  private void ask(Arena arena, int file, int pid, int together, MemorySegment answer) {
    int sent = 0;
    for (int i = 0; i < together; i++) {
      sent += ask(arena, file, pid) ? 1 : 0;
    }
    for (int i = 0; i < sent; i++) {
      Poll.await(sockets[1], Poll.IN, PATIENCE_MILLIS);
      Fds.read(sockets[1], answer);
    }
  }

  private boolean ask(Arena arena, int file, int pid) {
    int fd = Fds.duplicate(file);
    if (fd >= 0) {
      send(arena, Fanotify.OPEN_PERM, fd, pid);
    }
    return fd >= 0;
  }

  private void send(Arena arena, long mask, int fd, int pid) {
    Fds.write(sockets[1], FanotifyEvents.madeUp(arena, mask, fd, pid, FanotifyEvents.NO_PIDFD));
  }

  private static Verdict lookAtAll(FileOperation operation) throws IOException {
    boolean known = operation.userId() == operation.processId() && operation.path().isEmpty();
    operation.content().read(0, MemorySegment.ofArray(new byte[1]));
    operation.remember(BASIS, operation.recall(BASIS).orElse(Verdict.ALLOW));
    return known ? Verdict.DENY : Verdict.ALLOW;
  }

  private static Verdict comeLate(FileOperation operation) {
    LockSupport.parkNanos(2 * SHORT.toNanos() + operation.size());
    return Verdict.ALLOW;
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Epoll;
import io.filterport.linux.Errno;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline with a socket in place of the kernel: no privilege is needed. */
class PipelineTest {
  private static final Capacity CAPACITY = new Capacity(16, 16, 0);
  private static final Capacity ONE = new Capacity(1, 4, 0);
  private static final long EVENT_BYTES = 32;
  private static final int STRANGER = Integer.MAX_VALUE;

  /** To be waited for, but long enough for a callback to have begun. */
  private static final Duration ENOUGH_TO_BEGIN = Duration.ofSeconds(1);

  private final int[] sockets = {-1, -1};
  private final Counts counts = new Counts(() -> {});
  private final GuardedTree tree = GuardedTree.open(Path.of("/proc"));
  private final Exemptions exemptions = new Exemptions();
  private final Tally tally = new Tally();

  private EventPipeline start(FanotifyOptions options, PreOperationCallback callback) {
    return start(options, CAPACITY, callback);
  }

  private EventPipeline start(
      FanotifyOptions options, Capacity capacity, PreOperationCallback callback) {
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, sockets)).isZero();
    CallbackStack stack = new CallbackStack(options.volume());
    stack.attach("1", callback);
    EventPipeline pipeline =
        new EventPipeline(
            sockets[0],
            options,
            capacity,
            tree,
            stack,
            exemptions,
            counts,
            tally,
            VerdictCache.of(0));
    pipeline.start();
    return pipeline;
  }

  @AfterEach
  void closeAll() {
    for (int socket : sockets) {
      Fds.close(socket);
    }
    exemptions.close();
    tree.close();
  }

  private void send(long mask, int fd, int pidfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = FanotifyEvents.madeUp(arena, mask, fd, STRANGER, pidfd);
      assertThat(Fds.write(sockets[1], event)).isEqualTo(event.byteSize());
    }
  }

  private record Answer(int fd, int response) {}

  private Answer answer() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(8, 4);
      assertThat(Poll.await(sockets[1], Poll.IN, -1)).isPositive();
      assertThat(Fds.read(sockets[1], answer)).isEqualTo(8);
      return new Answer(answer.get(ValueLayout.JAVA_INT, 0), answer.get(ValueLayout.JAVA_INT, 4));
    }
  }

  private static boolean isClosed(int fd) {
    return Fds.size(fd) == -Errno.EBADF;
  }

  @Test
  void theAnswerNamesTheEventAndBothDescriptorsAreClosed() {
    int file = MemFd.create("file");
    int process = MemFd.create("process");
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.ALLOW)) {
      assertThat(pipeline).isNotNull();
      send(Fanotify.OPEN_PERM, file, process);
      assertThat(answer()).isEqualTo(new Answer(file, Fanotify.ALLOW));
    }
    assertThat(isClosed(file)).isTrue();
    assertThat(isClosed(process)).isTrue();
    assertThat(counts.total(Count.READ)).isEqualTo(1);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
  }

  @Test
  void anOverflowIsCountedAndNotAnswered() {
    int file = MemFd.create("file");
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.DENY)) {
      assertThat(pipeline).isNotNull();
      send(Fanotify.Q_OVERFLOW, Fanotify.NOFD, FanotifyEvents.NO_PIDFD);
      send(Fanotify.OPEN_PERM, file, FanotifyEvents.NO_PIDFD);
      assertThat(answer()).isEqualTo(new Answer(file, Fanotify.DENY));
    }
    assertThat(counts.total(Count.OVERFLOWS)).isEqualTo(1);
    assertThat(counts.total(Count.READ)).isEqualTo(1);
  }

  @Test
  void aFileThatTheKernelCouldNotOpenIsCountedAndNotAnswered() {
    int file = MemFd.create("file");
    int process = MemFd.create("process");
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.ALLOW)) {
      assertThat(pipeline).isNotNull();
      send(Fanotify.OPEN_PERM, -Errno.EAGAIN, process);
      send(Fanotify.OPEN_PERM, file, FanotifyEvents.NO_PIDFD);
      assertThat(answer()).isEqualTo(new Answer(file, Fanotify.ALLOW));
    }
    assertThat(isClosed(process)).isTrue();
    assertThat(counts.total(Count.UNREADABLE)).isEqualTo(1);
    assertThat(counts.total(Count.READ)).isEqualTo(1);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
  }

  /** As before Linux 6.13, when all that comes is denied by the kernel. */
  @Test
  void aReaderThatIsWokenForNothingGoesOn() {
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.ALLOW);
        Arena arena = Arena.ofConfined()) {
      long before = pipeline.turns();
      assertThat(Fds.write(sockets[1], arena.allocate(0))).isZero();
      while (pipeline.turns() == before) {
        Thread.onSpinWait();
      }
    }
    assertThat(counts.total(Count.READ)).isZero();
  }

  @Test
  void aDirectoryIsAllowedUnasked() {
    int directory = Fds.open("/proc", Fds.O_DIRECTORY);
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.DENY)) {
      assertThat(pipeline).isNotNull();
      send(Fanotify.OPEN_PERM, directory, FanotifyEvents.NO_PIDFD);
      assertThat(answer()).isEqualTo(new Answer(directory, Fanotify.ALLOW));
    }
    assertThat(tally.snapshot().asked()).isZero();
  }

  @Test
  void whatIsAllowedUnaskedOfOneReadIsAnsweredTogether() {
    int first = Fds.open("/proc", Fds.O_DIRECTORY);
    int second = Fds.open("/sys", Fds.O_DIRECTORY);
    try (EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.DENY);
        Arena arena = Arena.ofConfined()) {
      assertThat(pipeline).isNotNull();
      MemorySegment events = arena.allocate(2 * EVENT_BYTES, Long.BYTES);
      copyEvent(events, 0, first);
      copyEvent(events, EVENT_BYTES, second);
      assertThat(Fds.write(sockets[1], events)).isEqualTo(events.byteSize());
      MemorySegment answers = arena.allocate(100, Long.BYTES);
      assertThat(Poll.await(sockets[1], Poll.IN, -1)).isPositive();
      assertThat(Fds.read(sockets[1], answers)).as("both").isEqualTo(16);
      assertThat(answers.asSlice(0, 16).toArray(ValueLayout.JAVA_INT))
          .containsExactly(first, Fanotify.ALLOW, second, Fanotify.ALLOW);
    }
    assertThat(isClosed(first)).isTrue();
    assertThat(isClosed(second)).isTrue();
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(2);
  }

  private static void copyEvent(MemorySegment events, long offset, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event =
          FanotifyEvents.madeUp(arena, Fanotify.OPEN_PERM, fd, STRANGER, FanotifyEvents.NO_PIDFD);
      MemorySegment.copy(event, 0, events, offset, EVENT_BYTES);
    }
  }

  @Test
  void whatWasNotReadWhenItClosesIsAnswered() {
    EventPipeline pipeline = start(Sandbox.options(), operation -> Verdict.ALLOW);
    for (int i = 0; i < 50; i++) {
      send(Fanotify.OPEN_PERM, MemFd.create("file"), FanotifyEvents.NO_PIDFD);
    }
    pipeline.close();
    assertThat(counts.total(Count.READ)).isEqualTo(50);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(50);
  }

  @Test
  void aLateVerdictIsDroppedAndTheFileKeptUntilThen() throws InterruptedException {
    int file = MemFd.create("file");
    LinkedBlockingQueue<Verdict> verdict = new LinkedBlockingQueue<>();
    EventPipeline pipeline =
        start(Sandbox.options(true, ENOUGH_TO_BEGIN), operation -> take(verdict));
    send(Fanotify.OPEN_PERM, file, FanotifyEvents.NO_PIDFD);
    assertThat(answer()).isEqualTo(new Answer(file, Fanotify.ALLOW));
    pipeline.close();
    assertThat(counts.total(Count.TIMED_OUT)).isEqualTo(1);
    verdict.add(Verdict.DENY);
    awaitClosed(file);
    assertThat(Poll.await(sockets[1], Poll.IN, 0)).as("another answer").isZero();
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
    assertThat(counts.total(Count.LATE)).isEqualTo(1);
    assertThat(tally.snapshot().failed()).isEqualTo(1);
    assertThat(tally.snapshot().denied()).isZero();
  }

  /** A file in memory has no name. */
  @Test
  void theLastCloseOfADeletedFileIsNotMadeByTheThreadOfTheDeadlines() {
    LinkedBlockingQueue<Verdict> never = new LinkedBlockingQueue<>();
    int file = MemFd.create("file");
    try (EventPipeline pipeline =
        start(Sandbox.options(true, ENOUGH_TO_BEGIN), operation -> take(never))) {
      assertThat(pipeline).isNotNull();
      send(Fanotify.OPEN_PERM, file, FanotifyEvents.NO_PIDFD);
      assertThat(answer()).isEqualTo(new Answer(file, Fanotify.ALLOW));
      while (!hasThread("filterport-fanotify-nameless")) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean hasThread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(name));
  }

  private void sendFiles(int[] files) {
    for (int i = 0; i < files.length; i++) {
      files[i] = MemFd.create("file");
      send(Fanotify.OPEN_PERM, files[i], FanotifyEvents.NO_PIDFD);
    }
  }

  @Test
  void moreThanFitsIsLeftUnreadAndGetsItsOwnVerdict() {
    LinkedBlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
    int[] files = new int[6];
    try (EventPipeline pipeline = start(Sandbox.options(), ONE, operation -> take(verdicts))) {
      sendFiles(files);
      while (!pipeline.isResting()) {
        Thread.onSpinWait();
      }
      assertThat(counts.total(Count.READ)).isEqualTo(1);
      for (int i = 0; i < files.length; i++) {
        verdicts.add(i % 2 == 0 ? Verdict.ALLOW : Verdict.DENY);
        assertThat(answer())
            .isEqualTo(new Answer(files[i], i % 2 == 0 ? Fanotify.ALLOW : Fanotify.DENY));
      }
    }
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(files.length);
    assertThat(counts.total(Count.TOO_MANY)).isZero();
    assertThat(tally.snapshot().failed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFindsNoRoomUntilItsTimeIsOverGetsTheDefaultVerdict(boolean allow) {
    LinkedBlockingQueue<Verdict> never = new LinkedBlockingQueue<>();
    int[] files = new int[6];
    FanotifyOptions options = Sandbox.options(allow, ENOUGH_TO_BEGIN);
    try (EventPipeline pipeline = start(options, ONE, operation -> take(never))) {
      assertThat(pipeline).isNotNull();
      sendFiles(files);
      int response = allow ? Fanotify.ALLOW : Fanotify.DENY;
      assertThat(IntStream.range(0, files.length).mapToObj(i -> answer()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.of(files).mapToObj(file -> new Answer(file, response)).toList());
    }
    assertThat(counts.total(Count.TIMED_OUT) + counts.total(Count.TOO_MANY))
        .isEqualTo(files.length);
  }

  @Test
  void whatIsUnreadForWantOfRoomIsAnsweredWhenItCloses() {
    LinkedBlockingQueue<Verdict> never = new LinkedBlockingQueue<>();
    EventPipeline pipeline =
        start(Sandbox.options(true, ENOUGH_TO_BEGIN), ONE, operation -> take(never));
    sendFiles(new int[50]);
    while (!pipeline.isResting()) {
      Thread.onSpinWait();
    }
    pipeline.close();
    assertThat(counts.total(Count.READ)).isEqualTo(50);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(50);
  }

  private static Verdict take(LinkedBlockingQueue<Verdict> verdicts) {
    try {
      return verdicts.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitClosed(int fd) {
    while (!isClosed(fd)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anAnswerThatTheKernelRejectsIsFollowedByAPlainDenial() {
    int noGroup = Epoll.create();
    int file = MemFd.create("file");
    assertThat(Fanotify.respond(noGroup, file, Fanotify.ALLOW)).isEqualTo(-Errno.EINVAL);
    new Responder(noGroup, counts).answer(file, FanotifyEvents.NO_PIDFD, true);
    assertThat(counts.total(Count.REJECTED)).isEqualTo(1);
    assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
    assertThat(isClosed(file)).isTrue();
    Fds.close(noGroup);
  }
}

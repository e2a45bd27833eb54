package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the file system of the temporary directory and, where memory is needed, on tmpfs. */
class ReadLeaseTest {
  private static final int SIZE = 4096;

  @TempDir Path directory;
  private Path file;
  private int reader;

  /** Gets the signals, so that the mask of the test's thread stays as it is. */
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @BeforeEach
  void open() throws IOException {
    file = Files.write(directory.resolve("file"), new byte[SIZE]);
    reader = Fds.open(file.toString(), Fds.O_RDONLY);
  }

  @AfterEach
  void close() {
    other.shutdown();
    Fds.close(reader);
  }

  @Test
  void whoReadsIsNoWriter() {
    int other = Fds.open(file.toString(), Fds.O_RDONLY);
    assertThat(ReadLease.probe(reader)).isZero();
    assertThat(ReadLease.probe(other)).isZero();
    Fds.close(other);
  }

  @Test
  void anOpenDescriptorForWritingIsAWriterUntilItIsClosed() {
    for (int mode : new int[] {Fds.O_WRONLY, Fds.O_RDWR}) {
      int writer = Fds.open(file.toString(), mode);
      assertThat(ReadLease.probe(reader)).isEqualTo(-Errno.EAGAIN);
      Fds.close(writer);
      assertThat(ReadLease.probe(reader)).isZero();
    }
  }

  @Test
  void aSharedWritableMappingIsAWriterAfterItsDescriptorIsClosed() {
    assertMappingIsSeen(file.toString(), reader);
  }

  @Test
  void soItIsInMemory() {
    int memory = MemFd.create("test");
    assertThat(MemFd.truncate(memory, SIZE)).isZero();
    String path = "/proc/self/fd/" + memory;
    int readsMemory = Fds.open(path, Fds.O_RDONLY);
    int writer = Fds.open(path, Fds.O_RDWR);
    Fds.close(memory);
    try (Mapping mapping = Mapping.readWrite(writer, SIZE)) {
      Fds.close(writer);
      assertStoreIsSeenByTheLeaseOnly(mapping, readsMemory);
    }
    assertThat(ReadLease.probe(readsMemory)).isZero();
    Fds.close(readsMemory);
  }

  private static void assertMappingIsSeen(String path, int reader) {
    int writer = Fds.open(path, Fds.O_RDWR);
    try (Mapping mapping = Mapping.readWrite(writer, SIZE)) {
      Fds.close(writer);
      assertStoreIsSeenByTheLeaseOnly(mapping, reader);
    }
    assertThat(ReadLease.probe(reader)).isZero();
  }

  /** The first store makes the page dirty; the second changes neither size nor times. */
  private static void assertStoreIsSeenByTheLeaseOnly(Mapping mapping, int reader) {
    mapping.segment().set(JAVA_INT, 0, 1);
    FileStatus before = FileStatus.of(reader);
    mapping.segment().set(JAVA_INT, 0, 2);
    assertThat(FileStatus.of(reader)).isEqualTo(before);
    assertThat(ReadLease.probe(reader)).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void aMappingForReadingIsNoWriter() {
    try (Mapping mapping = Mapping.readOnly(reader, SIZE)) {
      assertThat(mapping.result()).isZero();
      assertThat(ReadLease.probe(reader)).isZero();
    }
  }

  @Test
  void whatIsNoRegularFileIsAnError() {
    int there = Fds.open(directory.toString(), Fds.O_RDONLY);
    assertThat(ReadLease.probe(there)).isNegative();
    assertThat(ReadLease.probe(-1)).isEqualTo(-Errno.EBADF);
    Fds.close(there);
  }

  /** The kernel's usual signal to the holder of a lease would end this process. */
  @Test
  void whoOpensForWritingMeanwhileIsNotKeptAndEndsNobody() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread prober = Thread.ofPlatform().start(() -> probeUntil(over));
    for (int i = 0; i < 20_000; i++) {
      FileChannel.open(file, StandardOpenOption.WRITE).close();
    }
    over.set(true);
    prober.join();
    assertThat(ReadLease.probe(reader)).isZero();
  }

  @Test
  void aLeaseThatNobodyBreaksStays() {
    assertThat(ReadLease.hold(reader, ProcessControl.threadId())).isZero();
    int second = Fds.open(file.toString(), Fds.O_RDONLY);
    assertThat(ReadLease.isHeld(reader)).isTrue();
    assertThat(ReadLease.isUnbroken(reader)).isTrue();
    assertThat(ReadLease.probe(second)).isZero();
    assertThat(ReadLease.release(reader)).isZero();
    assertThat(ReadLease.isHeld(reader)).isFalse();
    Fds.close(second);
  }

  @Test
  void whileSomebodyWritesNoLeaseIsHeld() {
    int writer = Fds.open(file.toString(), Fds.O_RDWR);
    assertThat(ReadLease.hold(reader, ProcessControl.threadId())).isEqualTo(-Errno.EAGAIN);
    assertThat(ReadLease.isUnbroken(reader)).isFalse();
    Fds.close(writer);
  }

  @Test
  void whoOpensForWritingWaitsUntilTheHolderWasToldAndGaveItBack() throws Exception {
    CompletableFuture<Void> held = new CompletableFuture<>();
    CompletableFuture<Integer> writer = new CompletableFuture<>();
    Future<Boolean> holder = other.submit(() -> hold(held, writer));
    held.get();
    writer.completeAsync(() -> Fds.open(file.toString(), Fds.O_WRONLY));
    assertThat(holder.get()).isTrue();
    assertThat(writer.get()).isNotNegative();
    Fds.close(writer.get());
  }

  private boolean hold(CompletableFuture<Void> held, CompletableFuture<Integer> writer) {
    UrgentSignal.expect();
    assertThat(ReadLease.hold(reader, ProcessControl.threadId())).isZero();
    held.complete(null);
    while (!UrgentSignal.await(TimeUnit.SECONDS.toNanos(1))) {}
    boolean broken = !ReadLease.isHeld(reader) && !ReadLease.isUnbroken(reader);
    boolean waits = !writer.isDone();
    assertThat(ReadLease.release(reader)).isZero();
    return broken && waits;
  }

  @Test
  void aWaitForTheSignalEndsWithItsTime() throws Exception {
    Future<Boolean> came = other.submit(ReadLeaseTest::awaitNothing);
    assertThat(came.get()).isFalse();
  }

  private static boolean awaitNothing() {
    UrgentSignal.expect();
    return UrgentSignal.await(0);
  }

  @Test
  void aSignalThatCameBeforeTheWaitIsNotLost() throws Exception {
    Future<Boolean> came = other.submit(ReadLeaseTest::tellItself);
    assertThat(came.get()).isTrue();
  }

  private static boolean tellItself() {
    UrgentSignal.expect();
    assertThat(UrgentSignal.send(ProcessControl.threadId())).isZero();
    assertThat(UrgentSignal.send(ProcessControl.threadId())).isZero();
    return UrgentSignal.await(0) && !UrgentSignal.await(0);
  }

  private void probeUntil(AtomicBoolean over) {
    while (!over.get()) {
      int ignored = ReadLease.probe(reader);
    }
  }
}

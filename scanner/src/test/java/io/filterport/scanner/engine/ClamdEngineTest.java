package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.Fds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the engine clamd, with a clamd that answers")
class ClamdEngineTest {
  private static final Content CLEAN = Content.of("nothing here".getBytes(US_ASCII));
  private static final Content EICAR = Content.of(Eicar.testFile());
  private static final int CONNECTIONS = 2;
  private static final long MAX_BYTES = 1000;

  /** Nothing is probed or asked again by itself, and a clamd that answers has time for it. */
  private static final ClamdTimes PATIENT = silence(20);

  @TempDir Path directory;
  private FakeClamd clamd;
  private ClamdEngine engine;

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @BeforeEach
  void start() {
    clamd = new FakeClamd(directory.resolve("clamd.ctl"));
    engine = engine(PATIENT);
    engine.start();
  }

  private static ClamdTimes silence(int seconds) {
    long nanos = seconds(seconds);
    return new ClamdTimes(nanos, nanos, seconds(40), seconds(3600), seconds(3600), seconds(3600));
  }

  private ClamdEngine engine(ClamdTimes times) {
    ClamdOptions options =
        ClamdOptions.of(directory.resolve("clamd.ctl"), CONNECTIONS).withMaxFileBytes(MAX_BYTES);
    return new ClamdEngine(options, times, text -> {});
  }

  @AfterEach
  void stop() {
    engine.close();
    clamd.close();
  }

  private void assertScans() throws IOException {
    assertThat(engine.scan(CLEAN)).isEqualTo(ScanResult.clean());
    assertThat(engine.scan(EICAR)).isEqualTo(ScanResult.infected("Eicar-Test", -1));
  }

  private void assertNoVerdict(Content content, String why) {
    assertThatThrownBy(() -> engine.scan(content))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whatClamdSaysIsTheVerdict() throws IOException {
    assertScans();
  }

  @Test
  void clamdGetsTheFileItself() throws IOException {
    Path file = Files.write(directory.resolve("file"), Eicar.testFile());
    int fd = Fds.open(file.toString(), Fds.O_RDONLY);
    try (Content content = new DescriptorContent(fd, Files.size(file))) {
      Files.delete(file);
      assertThat(engine.scan(content)).isInstanceOf(ScanResult.Infected.class);
    }
  }

  @Test
  void oneSessionServesOneScanAfterTheOther() throws IOException {
    Queue<Integer> numbers = new ConcurrentLinkedQueue<>();
    clamd.onScan =
        command -> {
          numbers.add(command.number);
          command.scan();
        };
    int before = clamd.connections.get();
    assertScans();
    assertScans();
    assertThat(numbers).containsExactly(1, 2, 3, 4);
    assertThat(clamd.connections).hasValue(before + 1);
  }

  @Test
  void thereAreNoMoreScansAtOnceThanConnections() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    Queue<Integer> seen = new ConcurrentLinkedQueue<>();
    CountDownLatch full = new CountDownLatch(CONNECTIONS);
    clamd.onScan =
        command -> {
          seen.add(atOnce.incrementAndGet());
          full.countDown();
          full.await();
          atOnce.decrementAndGet();
          command.scan();
        };
    Semaphore done = new Semaphore(0);
    List<Thread> threads =
        IntStream.range(0, 4 * CONNECTIONS).mapToObj(i -> scanner(done)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done.availablePermits()).isEqualTo(4 * CONNECTIONS);
    assertThat(seen).contains(CONNECTIONS).allMatch(count -> count <= CONNECTIONS);
  }

  private Thread scanner(Semaphore done) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                assertScans();
                done.release();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  @Test
  void anAnswerMayComeInPieces() throws IOException {
    clamd.onScan =
        command -> {
          for (char c : (command.number + ": fd[9]: Some.Name(x:1) FOUND\0").toCharArray()) {
            command.raw(String.valueOf(c));
          }
        };
    assertThat(engine.scan(CLEAN)).isEqualTo(ScanResult.infected("Some.Name(x:1)", -1));
  }

  @Test
  @DisplayName("an ERROR for a content is no verdict on it, and no outage")
  void errors() throws IOException {
    clamd.onScan = command -> command.answer("fd[12]: Not a regular file ERROR");
    for (int i = 0; i < 2 * ClamdHealth.MAX_FAILURES; i++) {
      assertNoVerdict(CLEAN, "Not a regular file");
    }
    clamd.onScan = FakeClamd.Command::scan;
    assertScans();
  }

  @Test
  @DisplayName("what clamd might call clean unread is not handed over")
  void tooLarge() throws IOException {
    assertThat(engine.scan(Content.of(new byte[(int) MAX_BYTES]))).isEqualTo(ScanResult.clean());
    assertNoVerdict(Content.of(new byte[(int) MAX_BYTES + 1]), "1001 bytes");
    assertThat(clamd.scans).hasValue(1);
  }

  @Test
  @DisplayName("nor what has become too large since it was announced")
  void grown() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[(int) MAX_BYTES + 1]);
    try (Content content =
        new DescriptorContent(Fds.open(file.toString(), Fds.O_RDONLY), MAX_BYTES)) {
      assertNoVerdict(content, "File too large");
    }
    assertThat(clamd.scans).hasValue(0);
    assertScans();
  }

  @Test
  void contentThatIsClosedOrCannotBeReadIsNoOutage() throws IOException {
    Content closed = new DescriptorContent(Fds.open("/dev/null", Fds.O_RDONLY), 0);
    closed.close();
    for (int i = 0; i < 2 * ClamdHealth.MAX_FAILURES; i++) {
      assertNoVerdict(closed, "Bad file descriptor");
      assertNoVerdict(new Unreadable(), "Invalid argument");
    }
    assertScans();
  }

  private record Unreadable() implements Content {
    @Override
    public long size() {
      return 10;
    }

    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      throw new IOException("on purpose");
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName("a scan that takes long is waited for, as long as clamd answers pings")
  void slow() throws IOException {
    engine.close();
    engine = engine(silence(1));
    engine.start();
    CountDownLatch pinged = new CountDownLatch(2);
    clamd.onScan =
        command -> {
          pinged.await();
          command.scan();
        };
    clamd.onPing =
        command -> {
          command.answer("PONG");
          pinged.countDown();
        };
    assertThat(engine.scan(EICAR)).isInstanceOf(ScanResult.Infected.class);
  }

  @Test
  @DisplayName("a scan that takes too long has no verdict, and is no outage")
  void tooSlow() {
    engine.close();
    engine =
        engine(
            new ClamdTimes(10_000_000, 10_000_000, 1, seconds(3600), seconds(3600), seconds(3600)));
    clamd.onScan = FakeClamd.Command::hang;
    for (int i = 0; i < 2 * ClamdHealth.MAX_FAILURES; i++) {
      assertNoVerdict(CLEAN, "too long");
    }
  }

  @Test
  void anInterruptEndsAScan() throws IOException {
    engine.close();
    engine = engine(silence(1));
    Thread tester = Thread.currentThread();
    clamd.onScan =
        command -> {
          tester.interrupt();
          command.hang();
        };
    assertThatThrownBy(() -> engine.scan(CLEAN)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    clamd.onScan = FakeClamd.Command::scan;
    assertScans();
  }

  @Test
  void theVersionNamesTheDatabase() {
    assertThat(engine.name()).isEqualTo("clamd");
    assertThat(engine.version()).isEqualTo(FakeClamd.VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ClamAV 1.4.6", "ClamAV 1.4.6-rc2"})
  @DisplayName("signatures that have no number are no key of a cache")
  void noDatabase(String version) {
    engine.close();
    clamd.onVersion = command -> command.answer(version);
    engine = engine(PATIENT);
    engine.start();
    assertThat(engine.version()).isEmpty();
  }

  @Test
  @DisplayName("the version is asked for again and again")
  void newDatabase() {
    engine.close();
    engine =
        engine(
            new ClamdTimes(
                seconds(20), seconds(20), seconds(40), seconds(20), seconds(40), 1_000_000));
    engine.start();
    assertThat(engine.version()).isEqualTo(FakeClamd.VERSION);
    String next = FakeClamd.VERSION.replace("27500", "27501");
    clamd.onVersion = command -> command.answer(next);
    Waiting.until(() -> engine.version().equals(next));
  }

  @Test
  @DisplayName("the version is asked for at once if somebody says so")
  void askedAgain() {
    String next = FakeClamd.VERSION.replace("27500", "27503");
    clamd.onVersion = command -> command.answer(next);
    engine.askAgain();
    assertThat(engine.version()).isEqualTo(next);
  }

  @Test
  @DisplayName("the next clamd is found by the next scan, and asked for its version")
  void restart() throws IOException {
    assertScans();
    clamd.close();
    clamd = new FakeClamd(directory.resolve("clamd.ctl"));
    String next = FakeClamd.VERSION.replace("27500", "27502");
    clamd.onVersion = command -> command.answer(next);
    assertScans();
    Waiting.until(() -> engine.version().equals(next));
  }
}

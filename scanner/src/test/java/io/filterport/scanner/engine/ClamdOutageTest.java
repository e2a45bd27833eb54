package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the engine clamd, with a clamd that does not answer, or not as it must")
class ClamdOutageTest {
  private static final Content CLEAN = Content.of("nothing here".getBytes(US_ASCII));

  @TempDir Path directory;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private Path socket;
  private FakeClamd clamd;

  @BeforeEach
  void start() {
    socket = directory.resolve("clamd.ctl");
    clamd = new FakeClamd(socket);
  }

  @AfterEach
  void stop() {
    clamd.close();
  }

  private ClamdEngine engine(ClamdTimes times) {
    return new ClamdEngine(ClamdOptions.of(socket, 2), times, told::add);
  }

  private static EngineUnavailableException fail(ClamdEngine engine) {
    EngineUnavailableException failure =
        catchThrowableOfType(EngineUnavailableException.class, () -> engine.scan(CLEAN));
    assertThat(failure).as("no verdict").isNotNull();
    return failure;
  }

  /** Scans until clamd is given up, and then once more. */
  private void assertIsGivenUp(ClamdEngine engine, String why) {
    for (int i = 0; i < ClamdHealth.MAX_FAILURES; i++) {
      assertThat(told).isEmpty();
      assertThat(fail(engine)).hasMessageContaining(why);
    }
    assertThat(told).hasSize(1).allMatch(text -> text.contains(why));
    int asked = clamd.connections.get();
    assertThat(fail(engine)).hasMessageContaining("not asked");
    assertThat(clamd.connections).hasValue(asked);
    assertThat(told).hasSize(1);
  }

  /** What clamd says instead of a verdict, and what is said of it. */
  static Arguments[] nonsense() {
    return new Arguments[] {
      Arguments.of("", "closed"),
      Arguments.of("1: fd[12]: O", "closed"),
      Arguments.of("\0", "\"\" where the answer"),
      Arguments.of("2: fd[12]: OK\0", "where the answer to number 1"),
      Arguments.of("fd[12]: OK\0", "where the answer to number 1"),
      Arguments.of("01: fd[12]: OK\0", "where the answer to number 1"),
      Arguments.of("1:fd[12]: OK\0", "where the answer to number 1"),
      Arguments.of("1: \0", "where a verdict must be"),
      Arguments.of("1: OK\0", "where a verdict must be"),
      Arguments.of("1: fd[12]: OK \0", "where a verdict must be"),
      Arguments.of("1: fd[12]: ok\0", "where a verdict must be"),
      Arguments.of("1: fd[]: OK\0", "where a verdict must be"),
      Arguments.of("1: fd[12]:  FOUND\0", "where a verdict must be"),
      Arguments.of("1: fd[12]: " + "N".repeat(257) + " FOUND\0", "where a verdict must be"),
      Arguments.of("1: No file descriptor received. ERROR\0", "where a verdict must be"),
      Arguments.of("UNKNOWN COMMAND\0", "where the answer to number 1"),
      Arguments.of("1: fd[12]: OK\n", "not printable"),
      Arguments.of("1: fd[12]: \u001b[2J FOUND\0", "not printable"),
      Arguments.of("1: fd[12]: \u00e4 FOUND\0", "not printable"),
      Arguments.of("1: fd[12]: OK\0\0", "more than was asked"),
      Arguments.of("1: fd[12]: OK\0002: fd[12]: OK\0", "more than was asked"),
      Arguments.of("1: " + "x".repeat(ClamdInput.MAX_LINE - 4) + "\0", "where a verdict must be"),
      Arguments.of("x".repeat(ClamdInput.MAX_LINE), "without an end"),
    };
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("what is no answer is no verdict, and then nobody asks any more")
  void nonsense(String said, String why) {
    clamd.onScan =
        command -> {
          command.raw(said);
          command.disconnect();
        };
    try (ClamdEngine engine = engine(TestTimes.PATIENT)) {
      assertIsGivenUp(engine, why);
    }
  }

  @Test
  @DisplayName("an answer without an end is not read to its end")
  void endless() {
    clamd.onScan =
        command -> {
          while (command.raw("x".repeat(100))) {
            // until the other side has enough
          }
        };
    try (ClamdEngine engine = engine(TestTimes.PATIENT)) {
      assertIsGivenUp(engine, "without an end");
    }
  }

  @Test
  @DisplayName("a clamd that stands still is not waited for")
  void silent() {
    clamd.onScan = FakeClamd.Command::hang;
    clamd.onPing = FakeClamd.Command::hang;
    try (ClamdEngine engine = engine(TestTimes.HASTY)) {
      assertIsGivenUp(engine, "does not answer");
    }
    assertThat(clamd.pings).hasValue(ClamdHealth.MAX_FAILURES);
  }

  @Test
  @DisplayName("a ping is answered with PONG, or not at all")
  void wrongPong() {
    clamd.onScan = FakeClamd.Command::hang;
    clamd.onPing = command -> command.answer("PING");
    try (ClamdEngine engine = engine(TestTimes.silence(TimeUnit.SECONDS.toNanos(1)))) {
      assertThat(fail(engine)).hasMessageContaining("\"PING\" to a ping");
    }
  }

  @Test
  @DisplayName("a clamd that lets nobody in is not waited for")
  void fullBacklog() {
    Path full = directory.resolve("full");
    int listener = UnixSocket.create(UnixSocket.STREAM);
    assertThat(UnixSocket.bind(listener, full.toString())).isZero();
    assertThat(UnixSocket.listen(listener, 0)).isZero();
    int first = UnixSocket.create(UnixSocket.STREAM);
    assertThat(UnixSocket.connect(first, full.toString())).isZero();
    try (ClamdEngine engine =
        new ClamdEngine(ClamdOptions.of(full, 1), TestTimes.PATIENT, told::add)) {
      assertThatThrownBy(engine::start)
          .isInstanceOfSatisfying(
              FilterPortException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.TIMEOUT));
      assertIsGivenUp(engine, "temporarily unavailable");
    } finally {
      Fds.close(first);
      Fds.close(listener);
    }
  }

  @Test
  @DisplayName("a clamd that reads nothing is not waited for")
  void reads() throws IOException {
    int listener = UnixSocket.create(UnixSocket.STREAM);
    Path deaf = directory.resolve("deaf");
    assertThat(UnixSocket.bind(listener, deaf.toString())).isZero();
    assertThat(UnixSocket.listen(listener, 1)).isZero();
    try (ClamdSession session = ClamdSession.open(deaf.toString(), 1_000_000)) {
      int sent = session.send(ClamdSession.command("PING"));
      while (sent > 0) {
        sent = session.send(ClamdSession.command("PING"));
      }
      assertThat(sent).isEqualTo(-Errno.ETIMEDOUT);
    } finally {
      Fds.close(listener);
    }
  }

  @Test
  @DisplayName("one answer begins the count of failures anew")
  void notInARow() throws IOException {
    try (ClamdEngine engine = engine(TestTimes.PATIENT)) {
      for (int i = 0; i < 3; i++) {
        clamd.onScan = FakeClamd.Command::disconnect;
        for (int failure = 1; failure < ClamdHealth.MAX_FAILURES; failure++) {
          fail(engine);
        }
        clamd.onScan = FakeClamd.Command::scan;
        assertThat(engine.scan(CLEAN)).isEqualTo(ScanResult.clean());
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("after an outage clamd is asked again as soon as it answers a probe")
  void recovery() throws IOException {
    try (ClamdEngine engine = engine(TestTimes.probing())) {
      engine.start();
      for (int i = 0; i < 2; i++) {
        clamd.close();
        Waiting.until(() -> fail(engine).getMessage().contains("not asked"));
        clamd = new FakeClamd(socket);
        Waiting.until(() -> isClean(engine));
      }
    }
    assertThat(told).hasSize(4).element(3).isEqualTo("clamd answers again");
  }

  private static boolean isClean(ClamdEngine engine) {
    try {
      return engine.scan(CLEAN).equals(ScanResult.clean());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @DisplayName("a clamd that answers probes with nonsense is not back")
  void noRecovery() {
    try (ClamdEngine engine = engine(TestTimes.probing())) {
      engine.start();
      clamd.onScan = FakeClamd.Command::disconnect;
      clamd.onVersion = command -> command.answer("Clam");
      Waiting.until(() -> fail(engine).getMessage().contains("not asked"));
      int before = clamd.versions.get();
      Waiting.until(() -> clamd.versions.get() > before + 10);
      assertThat(fail(engine)).hasMessageContaining("not asked");
    }
  }

  @Test
  @DisplayName("that clamd is gone is also noticed while nobody scans")
  void idle() {
    try (ClamdEngine engine = engine(TestTimes.watching(20))) {
      engine.start();
      clamd.onVersion = FakeClamd.Command::disconnect;
      Waiting.until(() -> !told.isEmpty());
      assertThat(fail(engine)).hasMessageContaining("not asked");
    }
  }

  @Test
  @DisplayName("who waits for clamd when it is given up does not wait on")
  void waiting() throws Exception {
    clamd.onScan = FakeClamd.Command::hang;
    try (ClamdEngine engine =
        new ClamdEngine(ClamdOptions.of(socket, 1), TestTimes.watching(1), told::add)) {
      engine.start();
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      Runnable scan = () -> failures.add(String.valueOf(fail(engine).getMessage()));
      Thread asks = Thread.ofPlatform().start(scan);
      Waiting.until(() -> clamd.scans.get() == 1);
      Thread waits = Thread.ofPlatform().start(scan);
      Waiting.until(() -> waits.getState() == Thread.State.TIMED_WAITING);
      clamd.onVersion = FakeClamd.Command::disconnect;
      asks.join();
      waits.join();
      assertThat(failures).hasSize(2).allMatch(text -> text.contains("not asked"));
      assertThat(clamd.scans).hasValue(1);
    }
  }

  @Test
  @DisplayName("no failure leaves a descriptor behind")
  void descriptors() throws IOException {
    clamd.close();
    manyFailures();
    long before = openDescriptors();
    manyFailures();
    Waiting.until(() -> openDescriptors() < before + 50);
    clamd = new FakeClamd(socket);
  }

  /** Every fourth scan succeeds, so that clamd is never given up; once it is, without a clamd. */
  private void manyFailures() throws IOException {
    try (ClamdEngine engine = engine(TestTimes.PATIENT)) {
      try (FakeClamd some = new FakeClamd(socket)) {
        some.onScan =
            command -> {
              switch (some.scans.get() % 4) {
                case 0 -> command.scan();
                case 1 -> command.disconnect();
                case 2 -> command.answer("nonsense");
                default -> command.answer("fd[12]: Not a regular file ERROR");
              }
            };
        for (int i = 0; i < 400; i++) {
          isClean(engine);
        }
      }
      for (int i = 0; i < 10; i++) {
        fail(engine);
      }
    }
  }

  private static long openDescriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anObserverThatThrowsChangesNothing() throws IOException {
    ClamdEngine engine =
        new ClamdEngine(
            ClamdOptions.of(socket, 1),
            TestTimes.probing(),
            text -> {
              throw new IllegalStateException(text);
            });
    try (engine) {
      engine.start();
      clamd.onScan = FakeClamd.Command::disconnect;
      Waiting.until(() -> fail(engine).getMessage().contains("not asked"));
      clamd.onScan = FakeClamd.Command::scan;
      Waiting.until(() -> isClean(engine));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "file/below", "file"})
  @DisplayName("where nobody listens an engine does not start")
  void nobody(String name) throws IOException {
    Files.writeString(directory.resolve("file"), "no socket");
    assertDoesNotStart(directory.resolve(name), NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  @Test
  void norAtANameThatIsNoAddress() {
    assertDoesNotStart(directory.resolve("x".repeat(108)), NtStatus.NAME_TOO_LONG);
  }

  private void assertDoesNotStart(Path where, NtStatus status) {
    try (ClamdEngine engine = new ClamdEngine(ClamdOptions.of(where, 1), told::add)) {
      FilterPortException e = catchThrowableOfType(FilterPortException.class, engine::start);
      assertThat(e.status()).isEqualTo(status);
      assertThat(e.what()).contains(where.toString());
      assertThat(e.advice()).contains("LocalSocket");
    }
  }
}

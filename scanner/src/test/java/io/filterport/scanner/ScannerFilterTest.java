package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageHandler;
import io.filterport.service.MessageService;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter makes of what services answer, and of what they do not. */
class ScannerFilterTest {
  private static final ScanReply CLEAN = new ScanReply(false, "", "");

  private final Guard guard = new Guard();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    guard.close();
  }

  private Verdict decide(Opening operation) throws IOException {
    return guard.scanner.decide(operation);
  }

  private void noVerdict() {
    assertThatThrownBy(() -> decide(Opening.of())).isInstanceOf(FilterPortException.class);
  }

  private void real() {
    guard.service(new ScannerService(PatternEngine.builtIn(), 2, (request, reply) -> {}));
  }

  @Test
  void aCleanFileIsAllowedAndEicarIsNamed() throws IOException {
    real();
    assertThat(decide(Opening.of())).matches(Verdict::allowed);
    assertThat(decide(Opening.of(new byte[] {1, 2, 3}))).matches(Verdict::allowed);
    Verdict infected = decide(Opening.of(Eicar.testFile()));
    assertThat(infected.allowed()).isFalse();
    assertThat(infected.reason()).contains(Eicar.NAME);
  }

  @Test
  void aFileLargerThanAnyMessageIsReadBesideIt() throws IOException {
    real();
    byte[] large = new byte[3 << 20];
    assertThat(decide(Opening.of(large)).allowed()).isTrue();
    byte[] eicar = Eicar.testFile();
    System.arraycopy(eicar, 0, large, large.length - eicar.length, eicar.length);
    assertThat(decide(Opening.of(large)).allowed()).isFalse();
  }

  @Test
  void theServiceIsToldWhatHappens() throws IOException {
    Queue<ScanRequest> asked = new ConcurrentLinkedQueue<>();
    guard.service(
        message -> {
          asked.add(ScanRequest.decode(message.payload()));
          message.reply(CLEAN.encode());
        });
    Opening exec = new Opening(Kind.EXEC, Content.of(new byte[9]), Timeout.ofMillis(20_000));
    assertThat(decide(exec)).matches(Verdict::allowed);
    assertThat(asked).containsExactly(new ScanRequest(Kind.EXEC, 9, 42, 1000, "/guarded/file", 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CREATE", "RENAME", "DELETE"})
  void whatIsNewOrRenamedOrGoesIsNotAskedAbout(Kind kind) throws IOException {
    Opening operation = new Opening(kind, Content.of(Eicar.testFile()), Timeout.infinite());
    assertThat(decide(operation)).matches(Verdict::allowed);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"OPEN", "EXEC", "WRITE_CLOSE", "ACCESS"})
  void whatIsReadOrWasWrittenIsScanned(Kind kind) throws IOException {
    real();
    Content eicar = Content.of(Eicar.testFile());
    Verdict verdict = decide(new Opening(kind, eicar, Timeout.ofMillis(20_000)));
    assertThat(verdict.reason()).contains(Eicar.NAME);
  }

  @Test
  void withoutAServiceThereIsNoVerdict() {
    noVerdict();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000000",
        "07000000 00000000 00000000",
        "00000000 01000000 00000000",
        "01000000 00000000 00000000 41",
      })
  void nonsenseIsNoVerdict(String reply) {
    byte[] bytes = HexFormat.of().parseHex(reply.replace(" ", ""));
    guard.service(message -> message.reply(bytes));
    noVerdict();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC0000001, 0x00000103, 0x40000000, 0x80000005})
  void onlySuccessIsAnAnswer(int status) {
    guard.service(message -> message.reply(new NtStatus(status), CLEAN.encode()));
    noVerdict();
  }

  @Test
  void aScanThatFailsIsNoVerdict() {
    real();
    Content broken =
        new Content() {
          @Override
          public long size() {
            return 10;
          }

          @Override
          public int read(long position, MemorySegment buffer) throws IOException {
            throw new IOException("on purpose");
          }

          @Override
          public void close() {
            // holds nothing
          }
        };
    Opening opening = new Opening(Kind.OPEN, broken, Timeout.ofMillis(20_000));
    assertThatThrownBy(() -> decide(opening)).isInstanceOf(FilterPortException.class);
  }

  @Test
  void aServiceThatIsTooSlowGivesNoVerdict() {
    guard.service(message -> end.await());
    Opening hurried = new Opening(Kind.OPEN, Content.of(new byte[0]), Timeout.ofMillis(30));
    assertThatThrownBy(() -> decide(hurried))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("TIMEOUT");
  }

  @Test
  void theQuestionOfAServiceThatDiesGoesToTheNext() throws IOException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    FilterPort[] dying = new FilterPort[1];
    dying[0] =
        guard.service(
            message -> {
              asked.add("dying");
              dying[0].close();
            });
    guard.service(
        message -> {
          asked.add("next");
          message.reply(CLEAN.encode());
        });
    assertThat(decide(Opening.of())).matches(Verdict::allowed);
    assertThat(asked).containsExactly("dying", "next");
    assertThat(decide(Opening.of())).matches(Verdict::allowed);
    assertThat(guard.exempted).hasValue(1);
  }

  @Test
  void theQuestionOfAServiceWhoseEngineIsDownGoesToTheNext() throws IOException {
    guard.service(message -> message.reply(NtStatus.UNSUCCESSFUL, CLEAN.encode()));
    healthy();
    for (int i = 0; i < 4; i++) {
      assertThat(decide(patient())).matches(Verdict::allowed);
    }
  }

  /** An open that waits for ever, with a time limit that a test ends. */
  private static final class Limited extends ForwardingOperation {
    private volatile Timeout left = Timeout.infinite();

    Limited() {
      super(patient());
    }

    @Override
    public Timeout timeLeft() {
      return left;
    }

    @Override
    public Timeout mostTimeLeft() {
      return Timeout.infinite();
    }
  }

  @Test
  void aServiceWithAScanWhoseTimeIsUpIsNotAskedBesideOneWithMoreScans() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    MessageHandler busy =
        message -> {
          if (asked.getAndIncrement() < 2) {
            end.await();
          }
          message.reply(CLEAN.encode());
        };
    try (MessageService _ = MessageService.on(guard.connect()).workers(3).start(busy)) {
      try {
        stuck(patient());
        stuck(patient());
        silent();
        Limited late = new Limited();
        stuck(late);
        late.left = Timeout.poll();
        assertThat(decide(patient())).matches(Verdict::allowed);
      } finally {
        end.countDown();
      }
    }
  }

  @Test
  void aServiceThatDiesAloneGivesNoVerdict() {
    FilterPort[] dying = new FilterPort[1];
    dying[0] = guard.service(message -> dying[0].close());
    noVerdict();
    noVerdict();
    guard.awaitNobodyExempt();
  }

  @Test
  void servicesTakeTurns() throws IOException {
    Queue<Integer> asked = new ConcurrentLinkedQueue<>();
    for (int number : new int[] {1, 2}) {
      guard.service(
          message -> {
            asked.add(number);
            message.reply(CLEAN.encode());
          });
    }
    for (int i = 0; i < 4; i++) {
      assertThat(decide(Opening.of())).matches(Verdict::allowed);
    }
    assertThat(asked).containsExactly(1, 2, 1, 2);
  }

  private void silent() {
    guard.service(message -> end.await());
  }

  private void healthy() {
    guard.service(message -> message.reply(CLEAN.encode()));
  }

  /** An open for which time does not pass. */
  private static Opening patient() {
    return new Opening(Kind.OPEN, Content.of(new byte[0]), Timeout.infinite());
  }

  @Test
  void aServiceThatHangsKeepsNoMoreThreadsThanOneThatWorks() throws IOException {
    silent();
    stuck(patient());
    healthy();
    for (int i = 0; i < 8; i++) {
      assertThat(decide(patient())).matches(Verdict::allowed);
    }
  }

  /** Begins an open whose service keeps it. */
  private void stuck(FileOperation operation) {
    Thread thread = Thread.ofPlatform().daemon().start(() -> decideQuietly(operation));
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private void decideQuietly(FileOperation operation) {
    try {
      Verdict ignored = guard.scanner.decide(operation);
    } catch (IOException | FilterPortException e) {
      // its service hangs until the end of the test
    }
  }

  @Test
  void aServiceThatLetTimePassIsNotAskedBesideAnother() throws IOException {
    silent();
    Opening hurried = new Opening(Kind.OPEN, Content.of(new byte[0]), Timeout.ofMillis(1));
    assertThatThrownBy(() -> decide(hurried)).isInstanceOf(FilterPortException.class);
    healthy();
    for (int i = 0; i < 8; i++) {
      assertThat(decide(patient())).matches(Verdict::allowed);
    }
  }
}

package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import io.filterport.service.FilterPort;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the filter takes a verdict that it was given before. */
class RememberedVerdictTest {
  private final Guard guard = new Guard();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile ScanReply reply = new ScanReply(true, "Eva", "p 1");

  @AfterEach
  void close() {
    guard.close();
  }

  private FilterPort service() {
    return guard.service(
        message -> {
          asked.incrementAndGet();
          message.reply(reply.encode());
        });
  }

  private Verdict decide(RememberedOpening operation) throws IOException {
    return guard.scanner.decide(operation);
  }

  @Test
  void aVerdictOfTheSameSignaturesIsNotAskedForAgain() throws IOException {
    FilterPort ignored = service();
    RememberedOpening file = RememberedOpening.of();
    Verdict first = decide(file);
    assertThat(first.reason()).isEqualTo("scanner: Eva");
    assertThat(decide(file)).isEqualTo(first);
    assertThat(asked).hasValue(1);
    assertThat(file.verdicts()).containsOnlyKeys("scanner: p 1");
  }

  @Test
  void newSignaturesAreNoticedAtTheNextAnswer() throws IOException {
    FilterPort ignored = service();
    RememberedOpening file = RememberedOpening.of();
    assertThat(decide(file).allowed()).isFalse();
    reply = new ScanReply(false, "", "p 2");
    assertThat(decide(RememberedOpening.of())).matches(Verdict::allowed);
    assertThat(decide(file)).matches(Verdict::allowed);
    assertThat(asked).hasValue(3);
  }

  @Test
  void withoutKnownSignaturesItIsAskedEachTime() throws IOException {
    FilterPort ignored = service();
    reply = new ScanReply(false, "", "");
    RememberedOpening file = RememberedOpening.of();
    assertThat(decide(file)).matches(Verdict::allowed);
    assertThat(decide(file)).matches(Verdict::allowed);
    assertThat(asked).hasValue(2);
    assertThat(file.verdicts()).isEmpty();
  }

  @Test
  void withoutAServiceNoVerdictIsTaken() throws IOException {
    FilterPort port = service();
    RememberedOpening file = RememberedOpening.of();
    assertThat(decide(file).allowed()).isFalse();
    port.close();
    guard.awaitNobodyExempt();
    assertThatThrownBy(() -> decide(file)).isInstanceOf(FilterPortException.class);
  }

  @Test
  void whatIsNoAnswerIsNotKept() {
    FilterPort ignored = guard.service(message -> message.reply(NtStatus.UNSUCCESSFUL));
    RememberedOpening file = RememberedOpening.of();
    assertThatThrownBy(() -> decide(file)).isInstanceOf(FilterPortException.class);
    assertThat(file.verdicts()).isEmpty();
  }

  @Test
  void theServiceTellsItsEngineAndVersion() throws IOException {
    ScanEngine engine = PatternEngine.builtIn();
    guard.service(new ScannerService(engine, 1, (request, answer) -> {}));
    RememberedOpening file = RememberedOpening.of(Eicar.testFile());
    assertThat(decide(file).allowed()).isFalse();
    assertThat(file.verdicts())
        .containsOnlyKeys("scanner: " + engine.name() + " " + engine.version());
  }

  /** A verdict of newer signatures may stand under older ones, never the other way round. */
  @Test
  void theVersionIsTheOneFromBeforeTheScan() throws IOException {
    guard.service(new ScannerService(new ChangingEngine(), 1, (request, answer) -> {}));
    RememberedOpening file = RememberedOpening.of();
    assertThat(decide(file)).matches(Verdict::allowed);
    assertThat(file.verdicts()).containsOnlyKeys("scanner: changing 1");
    assertThat(file.verdicts().values()).extracting(Verdict::basis).containsExactly("changing 1");
  }

  /** Each scan changes its version; the first is the rehearsal. */
  private static final class ChangingEngine implements ScanEngine {
    private final AtomicInteger version = new AtomicInteger();

    @Override
    public ScanResult scan(Content content) {
      version.incrementAndGet();
      return ScanResult.clean();
    }

    @Override
    public String name() {
      return "changing";
    }

    @Override
    public String version() {
      return Integer.toString(version.get());
    }
  }

  @Test
  void aServiceIsBelievedForAWhile() {
    SignatureBelief belief = new SignatureBelief();
    assertThat(belief.at(0)).isEmpty();
    belief.told("p 1", 5);
    assertThat(belief.at(5)).isEqualTo("p 1");
    assertThat(belief.at(5 + SignatureBelief.LIFE_NANOS - 1)).isEqualTo("p 1");
    assertThat(belief.at(5 + SignatureBelief.LIFE_NANOS)).isEmpty();
  }
}

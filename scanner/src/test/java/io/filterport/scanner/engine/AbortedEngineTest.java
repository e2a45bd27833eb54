package io.filterport.scanner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines give up a scan that nobody waits for. */
class AbortedEngineTest {
  @Test
  void patternsLooksBetweenTwoPartsOfTheContent() {
    AtomicInteger looks = new AtomicInteger();
    Content endless = SyntheticContent.of(Long.MAX_VALUE, 0, new byte[0]);
    PatternEngine engine = PatternEngine.builtIn().withMaxFileBytes(endless.size());
    assertThatThrownBy(() -> engine.scan(endless, () -> looks.incrementAndGet() == 3))
        .isInstanceOf(ScanAbortedException.class);
    assertThat(looks).hasValue(3);
  }

  @Test
  void clamdIsNotWaitedFor(@TempDir Path directory) {
    Path socket = directory.resolve("clamd.ctl");
    try (FakeClamd clamd = new FakeClamd(socket);
        ClamdEngine engine =
            new ClamdEngine(ClamdOptions.of(socket, 1), TestTimes.HASTY, text -> {})) {
      clamd.onScan = FakeClamd.Command::hang;
      assertThatThrownBy(() -> engine.scan(Content.of(new byte[1]), () -> true))
          .isInstanceOf(ScanAbortedException.class);
    }
  }

  @Test
  void whatIsWantedIsScannedToItsEnd() throws Exception {
    ScanResult result =
        PatternEngine.builtIn().scan(Content.of(Eicar.testFile()), ScanContext.WANTED);
    assertThat(result).isInstanceOf(ScanResult.Infected.class);
  }
}

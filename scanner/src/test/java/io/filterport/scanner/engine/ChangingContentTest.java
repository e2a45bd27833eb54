package io.filterport.scanner.engine;

import static io.filterport.scanner.engine.Engines.engine;
import static io.filterport.scanner.engine.Engines.found;
import static io.filterport.scanner.engine.Engines.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.Content;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Nothing passes as clean because the content was not what it seemed to be. */
class ChangingContentTest {

  /** Content that claims a size and has another. */
  private record Misleading(long size, Content actual) implements Content {
    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      return actual.read(position, buffer);
    }

    @Override
    public void close() {}
  }

  private static Content misleading(long size, byte[] bytes) {
    return new Misleading(size, Content.of(bytes));
  }

  @Test
  void bytesBeyondTheSizeAreScanned() throws IOException {
    ScanResult result = PatternEngine.builtIn().scan(misleading(0, Eicar.testFile()));
    assertThat(result).isEqualTo(found(Eicar.NAME, 0));
  }

  @Test
  void contentThatShrankIsScannedToItsEnd() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    assertThat(engine.scan(misleading(1_000_000, new byte[10]))).isEqualTo(ScanResult.clean());
  }

  @Test
  void aSizeThatWouldHaveBeenHashedLeavesTheQuestionOpen() throws IOException {
    PatternEngine engine = engine("sha256 A 3 " + sha256(new byte[3]));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> engine.scan(misleading(5, new byte[3])))
        .withMessage(
            "No verdict on content of 5 bytes, at byte 3: its size became 3 bytes during the scan."
                + " Scan it again when it is at rest");
  }

  @Test
  void contentThatOutrunsTheScanEndsIt() {
    Content endless = new Misleading(5, SyntheticContent.of(Long.MAX_VALUE, 0, new byte[0]));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PatternEngine.builtIn().scan(endless))
        .withMessage(
            "No verdict on content of 5 bytes, at byte 67174400: it grew by more than 67108864 bytes"
                + " during the scan. Scan it again when it is at rest");
  }

  @Test
  void aReadWithoutProgressEndsTheScan() {
    Content idle = new SyntheticContent(5, 0, new byte[0], 0);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PatternEngine.builtIn().scan(idle))
        .withMessageContaining("a read gave neither bytes nor the end");
  }

  @Test
  void interruptingTheThreadEndsTheScanAndStaysVisible() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> PatternEngine.builtIn().scan(misleading(3, new byte[3])))
        .withMessage("The scan was interrupted at byte 0");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aFailedScanLeavesTheEngineUsable() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    for (int i = 0; i < 2 * Buffers.MAX_SPARE; i++) {
      Content broken = new Misleading(3, SyntheticContent.of(Long.MAX_VALUE, 0, new byte[0]));
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> engine.scan(broken));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(engine.scan(misleading(68, Eicar.testFile()))).isEqualTo(found(Eicar.NAME, 0));
  }
}

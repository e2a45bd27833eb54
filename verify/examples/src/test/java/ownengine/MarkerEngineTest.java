package ownengine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.Content;
import io.filterport.scanner.engine.ScanAbortedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the engine of the example own-engine")
class MarkerEngineTest {
  @Test
  @DisplayName("ends a scan that nobody waits for")
  void aborted() {
    Content content = Content.of(new byte[1]);
    assertThatExceptionOfType(ScanAbortedException.class)
        .isThrownBy(() -> new MarkerEngine("MARKER").scan(content, () -> true));
  }
}

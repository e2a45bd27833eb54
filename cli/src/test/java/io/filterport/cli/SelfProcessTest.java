package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("another process of the command")
class SelfProcessTest {
  private static final String OPTION = "-XX:+ExitOnOutOfMemoryError";

  @Test
  @DisplayName("ends when it has run out of memory, rather than to live on without some thread")
  void outOfMemory() {
    assertThat(SelfProcess.of("host").command()).contains(OPTION).endsWith("host");
    assertThat(SelfProcess.tiny("hold").command()).contains(OPTION).endsWith("hold");
  }

  @Test
  @DisplayName("says that itself, with its own exit code, where nobody waits for it")
  void outOfMemoryWhereNobodyWaits() {
    assertThat(SelfProcess.of("replay").command()).doesNotContain(OPTION).endsWith("replay");
    assertThat(SelfProcess.of().command()).doesNotContain(OPTION);
  }
}

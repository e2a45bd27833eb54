package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FanotifySupportTest {
  @Test
  void aKernelThatDoesNotAskThroughOverlaysIsNamedWithWhatToDo() {
    assertThat(FanotifySupport.gap("6.1.0-18-amd64"))
        .get()
        .asString()
        .contains("6.1.0-18-amd64", "overlay", "6.5", "user.max_user_namespaces");
    assertThat(FanotifySupport.gap("5.15.0")).isPresent();
    assertThat(FanotifySupport.gap("6.5.0")).isEmpty();
  }
}

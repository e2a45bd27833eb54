package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("what keeps the volumes of a host")
class HeldVolumesTest {
  @Test
  @DisplayName("keeps none any more when the host has ended that, as a reload comes too late")
  void tooLate(@TempDir Path directory) {
    HeldVolumes held = new HeldVolumes(directory.resolve("manager.sock"), text -> {});
    held.hold(Map.of());
    held.close();
    assertThatThrownBy(() -> held.hold(Map.of()))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("STATUS_FLT_DELETING_OBJECT");
  }
}

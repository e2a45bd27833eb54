package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LinuxSupportTest {
  @Test
  void elsewhereClassesLoadAndCallsSayWhy() throws IOException {
    String reason = " needs Linux on x86-64 or aarch64; this is Plan 9";
    assertThat(ChildJvm.output(ChildJvm.start(ElsewhereProgram.class)).lines())
        .containsExactly(
            "available false",
            "close" + reason,
            "fanotify_init" + reason,
            "getuid" + reason,
            "mmap" + reason,
            "socket" + reason);
  }
}

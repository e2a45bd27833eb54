package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Run a second time in a JVM that forbids native access to every other module. */
class NativeAccessTest {
  @Test
  void thisModuleAloneIsEnough() {
    assertThat(NativeAccessTest.class.getModule().getName()).isEqualTo("io.filterport.linux");
    assertThat(NativeAccessTest.class.getModule().isNativeAccessEnabled()).isTrue();
    assertThat(LinuxSupport.isAvailable()).isTrue();
  }

  @Test
  void callsMemoryAndVariadicFunctionsWork() {
    int fd = MemFd.create("access");
    assertThat(MemFd.truncate(fd, 4096)).isZero();
    assertThat(MemFd.addSeals(fd, MemFd.SEAL_SHRINK)).isZero();
    try (Mapping mapping = Mapping.readWrite(fd, 4096)) {
      mapping.segment().set(ValueLayout.JAVA_INT, 0, 1);
      assertThat(Futex.wake(mapping.segment(), 0, 1)).isZero();
    }
    Fds.close(fd);
  }

  @Test
  void aFunctionThatTheLibraryLacksFailsOnUse() {
    var missing = Native.function("no_such_function", Native.ints(1));
    assertThatThrownBy(() -> Native.callInt(state -> (int) missing.invokeExact(state, 1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no_such_function");
  }
}

package io.filterport.verify.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what perf prints")
class SystemCallsTest {
  @Test
  @DisplayName("is a number before the event")
  void number() {
    assertThat(SystemCalls.parse("# started\n21074,,raw_syscalls:sys_enter,316495639,100.00,,\n"))
        .hasValue(21_074);
  }

  @Test
  @DisplayName("is no number where it may not count")
  void none() {
    assertThat(SystemCalls.parse("<not counted>,,raw_syscalls:sys_enter,0,100.00,,\n")).isEmpty();
    assertThat(SystemCalls.parse("event syntax error: 'raw_syscalls:sys_enter'\n")).isEmpty();
  }
}

package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void known() {
    assertThat(Errno.name(-Errno.ENOENT)).isEqualTo("ENOENT");
    assertThat(Errno.name(Errno.ECONNREFUSED)).isEqualTo("ECONNREFUSED");
    assertThat(Errno.message(-Errno.EPERM)).isEqualTo("Operation not permitted");
  }

  @Test
  void constantsAgreeWithTable() throws IllegalAccessException {
    for (var field : Errno.class.getFields()) {
      assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
    }
  }

  @Test
  void unknown() {
    assertThat(Errno.name(-4095)).isEqualTo("errno 4095");
  }
}

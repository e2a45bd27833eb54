package io.filterport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FilterPortExceptionTest {
  @Test
  @DisplayName(
      "ERR-08: an exception that was serialized keeps its status, its count and its advice")
  void serialized() throws Exception {
    FilterPortException before =
        new FilterPortException("getting", NtStatus.BUFFER_TOO_SMALL, "Get again.", 24);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(before);
    }
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    FilterPortException after = (FilterPortException) in.readObject();
    assertThat(after.status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
    assertThat(after.hresult()).isEqualTo(before.hresult());
    assertThat(after.bytes()).isEqualTo(24);
    assertThat(after.advice()).isEqualTo("Get again.");
  }
}

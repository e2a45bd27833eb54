package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectMessageTest {
  @ParameterizedTest(
      name = "NAM-01: a name travels unit by unit, also one that is no text [{index}]")
  @ValueSource(strings = {"\\Port", "\\\uD800", "\\\uDC00x\uD83D\uDE00", "\\\uFFFD\uFFFE\u0001"})
  void nameOfAnyUnits(String name) {
    byte[] context = {1, 2, 3};
    ConnectMessage read =
        ConnectMessage.decode(new ConnectMessage(new PortName(name), context).encode());
    assertThat(read.name().value()).isEqualTo(name);
    assertThat(read.context()).isEqualTo(context);
  }
}

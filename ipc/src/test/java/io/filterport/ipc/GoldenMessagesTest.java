package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.filterport.FilterPortException;
import io.filterport.PortName;
import io.filterport.ipc.Vectors.Vector;
import io.filterport.service.ConnectOptions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of the control socket, against bytes that are written down. */
class GoldenMessagesTest {
  private static final Pattern REFUSAL =
      Pattern.compile("(connect|answer|content) ([A-Z_]+) \"(.*)\"");

  static List<Vector> accepted() {
    return Vectors.of("accepted.txt");
  }

  static List<Vector> encoded() {
    return accepted().stream().filter(vector -> vector.mark() == '=').toList();
  }

  static List<Vector> refused() {
    return Vectors.of("refused.txt");
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void isEncodedAsWritten(Vector vector) {
    assertThat(Vectors.encode(Vectors.message(vector.words()))).isEqualTo(vector.bytes());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void isDecodedAsWritten(Vector vector) {
    Object expected = Vectors.message(vector.words());
    Object decoded = Vectors.decodeAs(expected, vector.bytes());
    assertThat(Vectors.comparable(decoded)).isEqualTo(Vectors.comparable(expected));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefused(Vector vector) {
    Matcher words = REFUSAL.matcher(vector.words());
    assertThat(words.matches()).isTrue();
    Throwable refusal = catchThrowable(() -> decode(words.group(1), vector.bytes()));
    assertThat(refusal).hasMessageContaining(words.group(3).translateEscapes());
    assertThat(status(refusal)).isEqualTo("STATUS_" + words.group(2));
  }

  private static Object decode(String kind, byte[] bytes) {
    return switch (kind) {
      case "connect" -> ConnectMessage.decode(bytes);
      case "answer" -> HostAnswer.decode(bytes);
      default -> ContentMessage.decode(bytes);
    };
  }

  private static String status(Throwable refusal) {
    return refusal instanceof FilterPortException failure
        ? failure.status().name()
        : ((MalformedMessage) refusal).status().name();
  }

  @Test
  void theFilesAreRead() {
    assertThat(encoded()).hasSizeGreaterThan(10);
    assertThat(accepted()).hasSizeGreaterThan(20);
    assertThat(refused()).hasSizeGreaterThan(90);
  }

  @Test
  void theLongestConnectIsAMessage() {
    PortName longest = new PortName("\\" + "x".repeat(PortName.MAX_UNITS - 1));
    byte[] bytes = new ConnectMessage(longest, new byte[ConnectOptions.MAX_CONTEXT_BYTES]).encode();
    assertThat(bytes).hasSizeLessThanOrEqualTo(ControlMessage.MAX_BYTES);
    ConnectMessage decoded = ConnectMessage.decode(bytes);
    assertThat(decoded.name()).isEqualTo(longest);
    assertThat(decoded.context()).hasSize(ConnectOptions.MAX_CONTEXT_BYTES);
  }

  @Test
  void noMessageHasMoreThanSixteenFields() {
    ControlMessage.Field[] fields = new ControlMessage.Field[ControlMessage.MAX_FIELDS];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new ControlMessage.Field(i, false, new byte[i]);
    }
    byte[] bytes = ControlMessage.of(ControlMessage.CONNECT, fields).encode();
    assertThat(ControlMessage.decode(bytes).fields()).hasSize(ControlMessage.MAX_FIELDS);
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("JSON")
class JsonTest {
  @Test
  @DisplayName("objects keep the order of their members")
  void object() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("z", 1);
    members.put("a", List.of("x", true, Long.MIN_VALUE));
    members.put("none", Map.of());
    assertThat(Json.of(members))
        .isEqualTo("{\"z\":1,\"a\":[\"x\",true,-9223372036854775808],\"none\":{}}");
  }

  @Test
  @DisplayName("null may be a value of its own and an element")
  void nulls() {
    assertThat(Json.of(null)).isEqualTo("null");
    assertThat(Json.of(Arrays.asList(1, null))).isEqualTo("[1,null]");
  }

  @ParameterizedTest
  @CsvSource({
    "0022, \\\"",
    "005c, \\\\",
    "000a, \\n",
    "000d, \\r",
    "0009, \\t",
    "0000, \\u0000",
    "001b, \\u001b",
    "007f, \\u007f",
    "009b, \\u009b",
    "d800, \\ud800",
    "dfff, \\udfff",
  })
  @DisplayName("what could break a line, a parser or a terminal is escaped")
  void escaped(String hex, String expected) {
    String text = String.valueOf((char) Integer.parseInt(hex, 16));
    assertThat(Json.of("a" + text + "b")).isEqualTo("\"a" + expected + "b\"");
  }

  @Test
  @DisplayName("other text is itself")
  void text() {
    assertThat(Json.of("/é€😀'")).isEqualTo("\"/é€😀'\"");
  }

  @Test
  @DisplayName("a value without a JSON form is refused")
  void refused() {
    assertThatThrownBy(() -> Json.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}

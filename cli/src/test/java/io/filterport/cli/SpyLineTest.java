package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what the spy shows of a record")
class SpyLineTest {
  private static final Instant TIME = Instant.parse("2026-11-01T09:30:00.123456Z");

  @Test
  @DisplayName("for programs: the documented fields")
  void fields() {
    Operation operation =
        new Operation(
            17, TIME, "OPEN", "/srv/a\n.doc", false, 1044, 4121, 1000, NtStatus.ACCESS_DENIED);
    assertThat(Json.of(SpyLine.fields(operation)))
        .isEqualTo(
            "{\"type\":\"operation\",\"sequence\":17,\"time\":\"2026-11-01T09:30:00.123456Z\","
                + "\"kind\":\"OPEN\",\"path\":\"/srv/a\\n.doc\",\"pathCut\":false,\"size\":1044,"
                + "\"pid\":4121,\"uid\":1000,\"status\":\"0xc0000022\","
                + "\"statusName\":\"STATUS_ACCESS_DENIED\"}");
    assertThat(Json.of(SpyLine.fields(new Lost(3))))
        .isEqualTo("{\"type\":\"lost\",\"operations\":3}");
  }

  @Test
  @DisplayName("for programs: null for a process, a user and an outcome that nobody knows")
  void unknown() {
    Operation operation = new Operation(1, TIME, "OPEN", "/", true, 0, -1, -1, null);
    assertThat(Json.of(SpyLine.fields(operation)))
        .endsWith(
            "\"pathCut\":true,\"size\":0,\"pid\":null,\"uid\":null,"
                + "\"status\":null,\"statusName\":null}");
  }

  @Test
  @DisplayName("for people: columns under a heading")
  void text() {
    Operation operation =
        new Operation(
            17,
            TIME,
            "WRITE_CLOSE",
            "/srv/a\n.doc",
            false,
            1044,
            4121,
            1000,
            NtStatus.ACCESS_DENIED);
    assertThat(SpyLine.heading())
        .isEqualTo(
            "TIME          KIND              PID         UID          SIZE  STATUS                 PATH");
    assertThat(SpyLine.text(operation))
        .matches(
            "..:..:00\\.123  WRITE_CLOSE      4121        1000          1044  ACCESS_DENIED          /srv/a\\\\u000a.doc");
    assertThat(SpyLine.text(new Lost(3))).isEqualTo("-- lost here: 3");
  }

  @Test
  @DisplayName("for people: a dash for what is unknown, dots for what was cut")
  void unknownForPeople() {
    Operation operation = new Operation(1, TIME, "OPEN", "/long", true, 0, -1, -1, null);
    assertThat(SpyLine.text(operation))
        .endsWith("OPEN                -           -             0  -                      /long…");
  }
}

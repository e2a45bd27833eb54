package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import java.time.Instant;
import java.util.Optional;
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
            17,
            TIME,
            "RENAME",
            "/srv/a\n.doc",
            Optional.of("/srv/a.exe"),
            false,
            1044,
            4121,
            1000,
            NtStatus.SUCCESS);
    assertThat(Json.of(SpyLine.fields(operation)))
        .isEqualTo(
            "{\"type\":\"operation\",\"sequence\":17,\"time\":\"2026-11-01T09:30:00.123456Z\","
                + "\"kind\":\"RENAME\",\"path\":\"/srv/a\\n.doc\",\"targetPath\":\"/srv/a.exe\","
                + "\"pathCut\":false,\"size\":1044,\"pid\":4121,\"uid\":1000,"
                + "\"status\":\"0x00000000\",\"statusName\":\"STATUS_SUCCESS\"}");
    assertThat(Json.of(SpyLine.fields(new Lost(3))))
        .isEqualTo("{\"type\":\"lost\",\"operations\":3}");
  }

  @Test
  @DisplayName("for programs: null for a process, a user and an outcome that nobody knows")
  void unknown() {
    Operation operation =
        new Operation(1, TIME, "OPEN", "/", Optional.empty(), true, 0, -1, -1, null);
    assertThat(Json.of(SpyLine.fields(operation)))
        .endsWith(
            "\"targetPath\":null,\"pathCut\":true,\"size\":0,\"pid\":null,\"uid\":null,"
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
            Optional.empty(),
            false,
            1044,
            4121,
            1000,
            NtStatus.ACCESS_DENIED);
    assertThat(SpyLine.heading())
        .isEqualTo(
            "TIME          KIND              PID         UID          SIZE  STATUS                "
                + " PATH");
    assertThat(SpyLine.text(operation))
        .matches(
            "..:..:00\\.123  WRITE_CLOSE      4121        1000          1044  ACCESS_DENIED        "
                + "  /srv/a\\\\u000a.doc");
    assertThat(SpyLine.text(new Lost(3))).isEqualTo("-- lost here: 3");
  }

  @Test
  @DisplayName("for people: a dash for what is unknown, dots for what was cut")
  void unknownForPeople() {
    Operation operation =
        new Operation(1, TIME, "OPEN", "/long", Optional.empty(), true, 0, -1, -1, null);
    assertThat(SpyLine.text(operation))
        .endsWith("OPEN                -           -             0  -                      /long…");
  }

  @Test
  @DisplayName("for people: both names of what is renamed")
  void renamed() {
    Operation operation =
        new Operation(
            1,
            TIME,
            "RENAME",
            "/a.txt",
            Optional.of("/a.exe"),
            false,
            0,
            4121,
            0,
            NtStatus.SUCCESS);
    assertThat(SpyLine.text(operation)).endsWith("  SUCCESS                /a.txt -> /a.exe");
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.VerdictEvent;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a line of events")
class EventLineTest {
  private static final Optional<String> SCANNER = Optional.of("scanner");

  private static VerdictEvent event(
      Kind kind, boolean allowed, boolean wouldDeny, boolean byDefault) {
    return new VerdictEvent(
        Instant.ofEpochSecond(1_796_000_000L, 5_000),
        "/srv",
        kind,
        "/srv/a\nb",
        kind == Kind.RENAME ? Optional.of("/srv/c") : Optional.empty(),
        1000,
        77,
        Optional.of("/usr/bin/cat"),
        allowed,
        wouldDeny,
        byDefault,
        Optional.of("320000"),
        allowed && !wouldDeny && !byDefault ? "" : "scanner: Eicar",
        byDefault ? "" : "clamd 1.4.2/27500/today",
        false,
        1_234_567,
        3);
  }

  private static VerdictEvent unknown() {
    return new VerdictEvent(
        Instant.EPOCH,
        "/srv",
        Kind.OPEN,
        "(unknown)",
        Optional.empty(),
        AccessToken.UNKNOWN,
        AccessToken.UNKNOWN,
        Optional.empty(),
        false,
        false,
        true,
        Optional.empty(),
        "no verdict: too many",
        "",
        false,
        0,
        0);
  }

  @Test
  @DisplayName("has these members, in this order")
  void members() {
    assertThat(EventLine.of(event(Kind.OPEN, false, false, false), SCANNER))
        .isEqualTo(
            "{\"schema\":1,\"type\":\"verdict\",\"time\":\"2026-11-30T00:53:20.000005Z\","
                + "\"volume\":\"/srv\",\"kind\":\"OPEN\",\"path\":\"/srv/a\\nb\",\"targetPath\":null,"
                + "\"uid\":1000,\"pid\":77,\"executable\":\"/usr/bin/cat\",\"verdict\":\"deny\","
                + "\"wouldDeny\":false,\"by\":\"filter\",\"filter\":\"scanner\","
                + "\"altitude\":\"320000\",\"reason\":\"scanner: Eicar\",\"engine\":\"clamd\","
                + "\"signatures\":\"1.4.2/27500/today\",\"latencyMicros\":1234,\"cached\":false,"
                + "\"lost\":3}");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is as its schema says, of each kind of operation")
  void kinds(Kind kind) throws Exception {
    EventSchema.published().assertAdmits(EventLine.of(event(kind, false, false, false), SCANNER));
  }

  @ParameterizedTest
  @CsvSource({
    "true,false,false", "false,false,false", "true,true,false",
    "true,false,true", "false,false,true", "true,true,true"
  })
  @DisplayName("is as its schema says, of each kind of verdict")
  void verdicts(boolean allowed, boolean wouldDeny, boolean byDefault) throws Exception {
    VerdictEvent event = event(Kind.OPEN, allowed, wouldDeny, byDefault);
    EventSchema.published().assertAdmits(EventLine.of(event, SCANNER));
  }

  @Test
  @DisplayName("is as its schema says where nothing is known, and of a loss")
  void others() throws Exception {
    EventSchema schema = EventSchema.published();
    schema.assertAdmits(EventLine.of(unknown(), Optional.empty()));
    schema.assertAdmits(EventLine.ofLoss("/srv", 7));
  }

  @Test
  @DisplayName("is not as its schema says if it lacks or mistakes something")
  void refused() throws Exception {
    EventSchema schema = EventSchema.published();
    String line = EventLine.of(event(Kind.OPEN, false, false, false), SCANNER);
    assertThat(schema.admits(line.replace("\"pid\":77,", ""))).isFalse();
    assertThat(schema.admits(line.replace("\"deny\"", "\"maybe\""))).isFalse();
    assertThat(schema.admits(line.replace("000005Z", "Z"))).isFalse();
    assertThat(schema.admits(line.replace("\"wouldDeny\":false", "\"wouldDeny\":true"))).isFalse();
    assertThat(schema.admits(EventLine.ofLoss("/srv", 0))).isFalse();
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.Observation.RecordLosses;
import io.filterport.cli.Observation.VolumeActivity;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.VolumeCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what has happened in a host")
class MetricsTest {
  private static final Observation NOTHING = observation(List.of(), List.of());

  private static PortActivity port(String name) {
    List<Long> counts = LongStream.range(0, Latency.BUCKETS).boxed().toList();
    Traffic busy =
        new Traffic(
            Map.of("replied", 7L, "refused", 1L), 2, 64, 3, 1_500_000_000, new Latency(counts, 99));
    Traffic idle = new Traffic(Map.of("answered", 5L), 0, 64, 0, 0, new Latency(counts, 0));
    return new PortActivity(
        name,
        "echo",
        1,
        16,
        4,
        Map.of("no_seat", 2L),
        Map.of("client_died", 3L),
        busy,
        idle,
        List.of(new ConnectionActivity(1L << 40, 4711, 8, 5, 5, 1_500_000_000)));
  }

  private static VolumeActivity volume(String name) {
    return new VolumeActivity(
        name,
        new VolumeCounters(15, 6, 3, 1, 5),
        new CacheCounters(30, 20, 10, 6, 2),
        Map.of("too_many", 4L, "something_new", 9L));
  }

  private static RecordLosses lost(String source) {
    return new RecordLosses(RecordLosses.EVENT, source, Map.of("no_room", 7L, "not_written", 0L));
  }

  private static Observation observation(List<PortActivity> ports, List<VolumeActivity> volumes) {
    return new Observation(ports, volumes, List.of());
  }

  private static Exposition exposition(Observation observation) {
    return Exposition.parse(Metrics.of(observation));
  }

  @Test
  @DisplayName("is the same after its way through a port")
  void roundTrip() throws IOException {
    Observation all =
        new Observation(
            List.of(port("\\Ä"), port("\\B")), List.of(volume("/srv")), List.of(lost("/srv")));
    assertThat(Observation.decode(all.encode())).isEqualTo(all);
    assertThat(Observation.decode(NOTHING.encode())).isEqualTo(NOTHING);
  }

  @Test
  @DisplayName("of another version is refused")
  void otherFormat() {
    byte[] bytes = NOTHING.encode();
    bytes[1]++;
    assertRefused(bytes);
    assertRefused(new byte[0]);
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Observation.decode(bytes))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> assertThat(e.status()).isEqualTo(NtStatus.UNKNOWN_REVISION));
  }

  @Test
  @DisplayName("is a sample each, with the labels of its port")
  void ports() {
    Exposition metrics = exposition(observation(List.of(port("\\Port")), List.of()));
    String port = "filter=echo, port=\\\\Port}";
    assertThat(metrics.value("filterport_seats_used{" + port)).isEqualTo(1);
    assertThat(metrics.value("filterport_seats_max{" + port)).isEqualTo(16);
    assertThat(metrics.value("filterport_connections_accepted_total{" + port)).isEqualTo(4);
    assertThat(
            metrics.value(
                "filterport_connections_refused_total{" + port.replace("}", ", reason=no_seat}")))
        .isEqualTo(2);
    assertThat(metrics.value("filterport_disconnects_total{cause=client_died, " + port))
        .isEqualTo(3);
    assertThat(metrics.value("filterport_senders_in_line{" + port)).isEqualTo(3);
    assertThat(metrics.value("filterport_oldest_message_age_seconds{" + port)).isEqualTo(1.5);
    String toService = "{direction=to_service, " + port;
    assertThat(metrics.value("filterport_slots_used" + toService)).isEqualTo(2);
    assertThat(metrics.value("filterport_slots_max" + toService)).isEqualTo(64);
    assertThat(metrics.value("filterport_message_latency_seconds_count" + toService))
        .isEqualTo(27 * 28 / 2);
    assertThat(metrics.value("filterport_message_latency_seconds_sum" + toService))
        .isEqualTo(99e-9);
  }

  @Test
  @DisplayName("tells messages apart by direction and outcome")
  void messages() {
    Exposition metrics = exposition(observation(List.of(port("p")), List.of()));
    String name = "filterport_messages_total{direction=";
    assertThat(metrics.value(name + "to_service, filter=echo, outcome=replied, port=p}"))
        .isEqualTo(7);
    assertThat(metrics.value(name + "to_service, filter=echo, outcome=refused, port=p}"))
        .isEqualTo(1);
    assertThat(metrics.value(name + "to_filter, filter=echo, outcome=answered, port=p}"))
        .isEqualTo(5);
  }

  @Test
  @DisplayName("has buckets that hold all that is shorter")
  void buckets() {
    Exposition metrics = exposition(observation(List.of(port("p")), List.of()));
    String series =
        "filterport_message_latency_seconds_bucket{direction=to_filter, filter=echo, le=%s, port=p}";
    assertThat(metrics.value(series.formatted("0.000000256"))).isZero();
    assertThat(metrics.value(series.formatted("0.000001024"))).isEqualTo(1 + 2);
    assertThat(metrics.value(series.formatted("17.179869184"))).isEqualTo(26 * 27 / 2);
    assertThat(metrics.value(series.formatted("+Inf"))).isEqualTo(27 * 28 / 2);
  }

  @Test
  @DisplayName("shows what a volume counts, also under names that this command does not know")
  void volumes() {
    Exposition metrics = exposition(observation(List.of(), List.of(volume("/srv"))));
    assertThat(metrics.value("filterport_volume_asked_total{volume=/srv}")).isEqualTo(15);
    String verdict = "filterport_volume_decisions_total{verdict=%s, volume=/srv}";
    assertThat(metrics.value(verdict.formatted("allow"))).isEqualTo(6);
    assertThat(metrics.value(verdict.formatted("deny"))).isEqualTo(3);
    assertThat(metrics.value(verdict.formatted("default"))).isEqualTo(1);
    assertThat(metrics.value(verdict.formatted("would_deny"))).isEqualTo(5);
    String event = "filterport_volume_events_total{event=%s, volume=/srv}";
    assertThat(metrics.value(event.formatted("too_many"))).isEqualTo(4);
    assertThat(metrics.value(event.formatted("something_new"))).isEqualTo(9);
    String lookup = "filterport_verdict_cache_lookups_total{result=%s, volume=/srv}";
    assertThat(metrics.value(lookup.formatted("hit"))).isEqualTo(30);
    assertThat(metrics.value(lookup.formatted("miss"))).isEqualTo(20);
    assertThat(metrics.value(lookup.formatted("uncacheable"))).isEqualTo(10);
    String marks = "filterport_kernel_marks_total{change=%s, volume=/srv}";
    assertThat(metrics.value(marks.formatted("set"))).isEqualTo(6);
    assertThat(metrics.value(marks.formatted("dropped"))).isEqualTo(2);
  }

  @Test
  @DisplayName("shows what nobody got, by reason, each source once")
  void losses() {
    List<RecordLosses> lost =
        List.of(
            lost("/srv"),
            lost("/srv"),
            new RecordLosses(RecordLosses.RECORDING, "/srv", Map.of("no_room", 1L)));
    Exposition metrics = exposition(new Observation(List.of(), List.of(), lost));
    String series = "filterport_losses_total{kind=%s, reason=%s, source=/srv}";
    assertThat(metrics.value(series.formatted("event", "no_room"))).isEqualTo(7);
    assertThat(metrics.value(series.formatted("event", "not_written"))).isZero();
    assertThat(metrics.value(series.formatted("recording", "no_room"))).isEqualTo(1);
  }

  @Test
  @DisplayName("is valid whatever a port or a directory is called, and if there is none")
  void names() {
    Observation odd =
        new Observation(
            List.of(port("\\a\"b\nc\uD800\u202E{},=")),
            List.of(volume("/a \\ \"b")),
            List.of(lost("/a \\ \"b\u202E")));
    assertThat(exposition(odd).families()).hasSize(17).isEqualTo(exposition(NOTHING).families());
    assertThat(Metrics.of(odd)).doesNotContain("\u202E", "\uD800");
  }

  @Test
  @DisplayName("has no series twice, though a closed port may have the name of another one")
  void twice() {
    List<VolumeActivity> volumes = List.of(volume("/srv"), volume("/srv"));
    exposition(observation(List.of(port("p"), port("p")), volumes));
  }
}

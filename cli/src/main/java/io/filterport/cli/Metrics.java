package io.filterport.cli;

import io.filterport.cli.Observation.RecordLosses;
import io.filterport.cli.Observation.VolumeActivity;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has happened in a host, as families of OpenMetrics; docs/observing.md has a table of them.
 * For one thread.
 *
 * <p>A closed port may still have connections when another one has its name; then the later one
 * counts, for a series may come only once.
 */
final class Metrics {
  private static final String TO_SERVICE = "to_service";
  private static final String TO_FILTER = "to_filter";

  private final OpenMetrics out = new OpenMetrics();
  private final Collection<PortActivity> ports;
  private final Collection<VolumeActivity> volumes;
  private final Collection<RecordLosses> losses;

  private Metrics(Observation observation) {
    Map<String, PortActivity> byPort = new LinkedHashMap<>();
    observation.ports().forEach(port -> byPort.put(port.port(), port));
    ports = byPort.values();
    Map<String, VolumeActivity> byVolume = new LinkedHashMap<>();
    observation.volumes().forEach(volume -> byVolume.put(volume.name(), volume));
    volumes = byVolume.values();
    Map<String, RecordLosses> bySource = new LinkedHashMap<>();
    observation.losses().forEach(lost -> bySource.put(lost.kind() + lost.source(), lost));
    losses = bySource.values();
  }

  static String of(Observation observation) {
    Metrics metrics = new Metrics(observation);
    metrics.seats();
    metrics.connections();
    metrics.messages();
    metrics.slots();
    metrics.latencies();
    metrics.volumes();
    metrics.losses();
    return metrics.out.text();
  }

  // ---- ports

  private void seats() {
    gauge("filterport_seats_used", "Seats of the port that are taken.");
    ports.forEach(p -> out.sample("filterport_seats_used", labels(p), p.seatsTaken()));
    gauge("filterport_seats_max", "Seats of the port.");
    ports.forEach(p -> out.sample("filterport_seats_max", labels(p), p.maxConnections()));
  }

  private void connections() {
    counter("filterport_connections_accepted", "Connections that the filter accepted.");
    ports.forEach(
        p -> out.sample("filterport_connections_accepted_total", labels(p), p.accepted()));
    counter("filterport_connections_refused", "Clients that got no connection, by reason.");
    ports.forEach(p -> split("filterport_connections_refused", labels(p), "reason", p.refused()));
    counter("filterport_disconnects", "Ends of accepted connections, by what ended them first.");
    ports.forEach(p -> split("filterport_disconnects", labels(p), "cause", p.ended()));
  }

  private void messages() {
    counter(
        "filterport_messages",
        "Messages by what they came to; to_service is what the filter sent, to_filter what clients"
            + " sent.");
    for (PortActivity port : ports) {
      outcomes(labels(port, TO_SERVICE), port.toService());
      outcomes(labels(port, TO_FILTER), port.toFilter());
    }
  }

  private void outcomes(Map<String, String> labels, Traffic traffic) {
    split("filterport_messages", labels, "outcome", traffic.outcomes());
  }

  private void slots() {
    gauge("filterport_slots_used", "Slots of the live connections that hold a message.");
    ports.forEach(p -> both("filterport_slots_used", p, Traffic::slotsUsed));
    gauge("filterport_slots_max", "Slots of the live connections.");
    ports.forEach(p -> both("filterport_slots_max", p, Traffic::slots));
    gauge("filterport_senders_in_line", "Sends of the filter that wait for a getter.");
    ports.forEach(p -> out.sample("filterport_senders_in_line", labels(p), p.toService().inLine()));
    out.family(
        "filterport_oldest_message_age_seconds",
        OpenMetrics.Type.GAUGE,
        "seconds",
        "How long the sender of the filter sleeps that has slept longest, 0 if none does.");
    ports.forEach(
        p ->
            out.seconds(
                "filterport_oldest_message_age_seconds", labels(p), p.toService().oldestNanos()));
  }

  /** A number of one direction. */
  @FunctionalInterface
  private interface OfTraffic {
    long value(Traffic traffic);
  }

  private void both(String name, PortActivity port, OfTraffic number) {
    out.sample(name, labels(port, TO_SERVICE), number.value(port.toService()));
    out.sample(name, labels(port, TO_FILTER), number.value(port.toFilter()));
  }

  private void latencies() {
    out.family(
        "filterport_message_latency_seconds",
        OpenMetrics.Type.HISTOGRAM,
        "seconds",
        "Of one message in "
            + Latency.MEASURED_ONE_IN
            + " that was answered: to_service from the send to the reply, to_filter from the callback's"
            + " begin to its answer. Timeouts are not in it.");
    for (PortActivity port : ports) {
      histogram(labels(port, TO_SERVICE), port.toService().latency());
      histogram(labels(port, TO_FILTER), port.toFilter().latency());
    }
  }

  private void histogram(Map<String, String> labels, Latency latency) {
    String name = "filterport_message_latency_seconds";
    long upTo = 0;
    for (int i = 0; i < latency.counts().size(); i++) {
      upTo += latency.counts().get(i);
      boolean last = i == latency.counts().size() - 1;
      String bound = last ? "+Inf" : OpenMetrics.seconds(Latency.upperNanos(i));
      out.sample(name + "_bucket", with(labels, "le", bound), upTo);
    }
    out.sample(name + "_count", labels, upTo);
    out.seconds(name + "_sum", labels, latency.totalNanos());
  }

  // ---- volumes

  private void volumes() {
    counter("filterport_volume_asked", "Operations that were for callbacks, decided or not.");
    volumes.forEach(
        v -> out.sample("filterport_volume_asked_total", labels(v), v.decided().asked()));
    counter("filterport_volume_decisions", "Operations that were decided, by verdict.");
    volumes.forEach(v -> split("filterport_volume_decisions", labels(v), "verdict", verdicts(v)));
    counter("filterport_volume_events", "What else the volume counts, by its name for it.");
    volumes.forEach(v -> split("filterport_volume_events", labels(v), "event", v.events()));
    counter("filterport_verdict_cache_lookups", "Looks for a verdict that was kept, by result.");
    volumes.forEach(
        v -> split("filterport_verdict_cache_lookups", labels(v), "result", lookups(v)));
    counter("filterport_kernel_marks", "Files that the kernel was told to allow by itself.");
    volumes.forEach(v -> split("filterport_kernel_marks", labels(v), "change", marks(v)));
  }

  private void losses() {
    counter("filterport_losses", "Records that nobody got, by what they were and why.");
    losses.forEach(lost -> split("filterport_losses", labels(lost), "reason", lost.byReason()));
  }

  private static Map<String, Long> verdicts(VolumeActivity volume) {
    return Map.of(
        "allow", volume.decided().allowed(),
        "deny", volume.decided().denied(),
        "default", volume.decided().failed(),
        "would_deny", volume.decided().wouldDeny());
  }

  private static Map<String, Long> lookups(VolumeActivity volume) {
    return Map.of(
        "hit", volume.cache().hits(),
        "miss", volume.cache().misses(),
        "uncacheable", volume.cache().uncacheable());
  }

  private static Map<String, Long> marks(VolumeActivity volume) {
    return Map.of("set", volume.cache().marksSet(), "dropped", volume.cache().marksDropped());
  }

  // ---- parts

  private void gauge(String name, String help) {
    out.family(name, OpenMetrics.Type.GAUGE, "", help);
  }

  private void counter(String name, String help) {
    out.family(name, OpenMetrics.Type.COUNTER, "", help);
  }

  private void split(
      String name, Map<String, String> labels, String by, Map<String, Long> counters) {
    new TreeMap<>(counters)
        .forEach((value, count) -> out.sample(name + "_total", with(labels, by, value), count));
  }

  private static Map<String, String> labels(PortActivity port) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("port", port.port());
    labels.put("filter", port.filter());
    return labels;
  }

  private static Map<String, String> labels(PortActivity port, String direction) {
    return with(labels(port), "direction", direction);
  }

  private static Map<String, String> labels(VolumeActivity volume) {
    return Map.of("volume", volume.name());
  }

  private static Map<String, String> labels(RecordLosses lost) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kind", lost.kind());
    labels.put("source", lost.source());
    return labels;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }
}

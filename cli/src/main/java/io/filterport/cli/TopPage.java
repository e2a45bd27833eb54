package io.filterport.cli;

import io.filterport.cli.Observation.VolumeActivity;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code top} shows: the present, and how it differs from a moment before. Immutable.
 *
 * @param now the present
 * @param before a moment before; null at the first look, which knows no rates
 * @param seconds between the two
 */
record TopPage(Observation now, @Nullable Observation before, double seconds) {
  private static final String TIMEOUT = "timeout_";

  /** {@return the parts as records of output, by their titles} */
  Map<String, List<Map<String, Object>>> parts() {
    Map<String, List<Map<String, Object>>> parts = new LinkedHashMap<>();
    parts.put("ports", now.ports().stream().map(this::row).toList());
    parts.put(
        "connections",
        now.ports().stream()
            .flatMap(port -> port.connections().stream().map(each -> row(port, each)))
            .toList());
    parts.put("volumes", now.volumes().stream().map(this::row).toList());
    return parts;
  }

  /** {@return lines for people} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    parts()
        .forEach(
            (title, rows) -> {
              if (!rows.isEmpty()) {
                lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
                lines.addAll(Table.lines(rows));
              }
            });
    return lines;
  }

  private Map<String, Object> row(PortActivity port) {
    PortActivity old = before(port);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("port", port.port());
    row.put("seats", port.seatsTaken() + "/" + port.maxConnections());
    row.put("sent/s", rate(sum(port.toService()), old == null ? null : sum(old.toService())));
    row.put("got/s", rate(sum(port.toFilter()), old == null ? null : sum(old.toFilter())));
    row.put("timeouts", timeouts(port.toService()));
    row.put("p50", Spans.quantile(recent(port, old), 0.5));
    row.put("p99", Spans.quantile(recent(port, old), 0.99));
    row.put("line", port.toService().inLine());
    row.put("slots", port.toService().slotsUsed() + "/" + port.toService().slots());
    row.put("oldest", age(port.toService().oldestNanos()));
    row.put("died", port.ended().getOrDefault("client_died", 0L));
    return row;
  }

  private Map<String, Object> row(PortActivity port, ConnectionActivity one) {
    PortActivity old = before(port);
    ConnectionActivity then =
        old == null
            ? null
            : old.connections().stream()
                .filter(each -> each.id() == one.id())
                .findFirst()
                .orElse(null);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("connection", one.id());
    row.put("port", port.port());
    row.put("pid", one.processId());
    row.put("sent/s", rate(one.toService(), of(then, ConnectionActivity::toService)));
    row.put("got/s", rate(one.toFilter(), of(then, ConnectionActivity::toFilter)));
    row.put("unanswered", one.unanswered());
    row.put("oldest", age(one.oldestNanos()));
    return row;
  }

  private Map<String, Object> row(VolumeActivity volume) {
    VolumeActivity then =
        before == null
            ? null
            : before.volumes().stream()
                .filter(each -> each.name().equals(volume.name()))
                .findFirst()
                .orElse(null);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("volume", volume.name());
    row.put("asked/s", rate(volume.decided().asked(), of(then, each -> each.decided().asked())));
    row.put("denied", volume.decided().denied());
    row.put("would deny", volume.decided().wouldDeny());
    row.put("by default", volume.decided().failed());
    row.put("cache hits", volume.cache().hits());
    return row;
  }

  private static <T> @Nullable Long of(@Nullable T then, ToLongFunction<T> number) {
    return then == null ? null : number.applyAsLong(then);
  }

  private @Nullable PortActivity before(PortActivity port) {
    return before == null
        ? null
        : before.ports().stream()
            .filter(each -> each.port().equals(port.port()))
            .findFirst()
            .orElse(null);
  }

  private static long sum(Traffic traffic) {
    return traffic.outcomes().values().stream().mapToLong(Long::longValue).sum();
  }

  private static long timeouts(Traffic traffic) {
    return traffic.outcomes().entrySet().stream()
        .filter(outcome -> outcome.getKey().startsWith(TIMEOUT))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private String rate(long count, @Nullable Long then) {
    return then == null || count < then
        ? Spans.NONE
        : String.format(Locale.ROOT, "%.0f", (count - then) / seconds);
  }

  private static String age(long nanos) {
    return nanos == 0 ? Spans.NONE : Spans.of(nanos);
  }

  /** {@return what was measured since the look before; since the port was made, if nothing was} */
  private static Latency recent(PortActivity port, @Nullable PortActivity old) {
    Latency all = port.toService().latency();
    if (old == null) {
      return all;
    }
    Latency then = old.toService().latency();
    Latency since =
        new Latency(
            IntStream.range(0, all.counts().size())
                .mapToObj(i -> Math.max(0, all.counts().get(i) - then.counts().get(i)))
                .toList(),
            all.totalNanos() - then.totalNanos());
    return since.total() == 0 ? all : since;
  }
}

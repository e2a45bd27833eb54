package io.filterport.cli;

import io.filterport.security.AccessToken;
import io.filterport.volume.VerdictEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A line of events, as the document {@code docs/events.md} has it, and its JSON Schema beside.
 * Stateless.
 */
final class EventLine {
  /** Changes with what a reader could misunderstand; new fields may come without. */
  static final int SCHEMA = 1;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private EventLine() {}

  /**
   * {@return the line of a verdict}
   *
   * @param filter the name of the filter that it tells of, if it is known
   */
  static String of(VerdictEvent event, Optional<String> filter) {
    Map<String, @Nullable Object> fields = head("verdict", event.time(), event.volume());
    fields.put("kind", event.kind().name());
    fields.put("path", event.path());
    fields.put("targetPath", event.targetPath().orElse(null));
    fields.put("uid", known(event.userId()));
    fields.put("pid", known(event.processId()));
    fields.put("executable", event.executable().orElse(null));
    fields.put("verdict", event.allowed() ? "allow" : "deny");
    fields.put("wouldDeny", event.wouldDeny());
    fields.put("by", event.byDefault() ? "default" : "filter");
    fields.put("filter", filter.orElse(null));
    fields.put("altitude", event.altitude().orElse(null));
    fields.put("reason", told(event.reason()));
    putBasis(fields, event.basis());
    fields.put("latencyMicros", TimeUnit.NANOSECONDS.toMicros(event.latencyNanos()));
    fields.put("cached", event.cached());
    fields.put("lost", event.lostBefore());
    return Json.of(fields);
  }

  /** {@return the line of a loss with no verdict after it} */
  static String ofLoss(String volume, long verdicts) {
    Map<String, @Nullable Object> fields = head("lost", Instant.now(), volume);
    fields.put("lost", verdicts);
    return Json.of(fields);
  }

  private static Map<String, @Nullable Object> head(String type, Instant time, String volume) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("schema", SCHEMA);
    fields.put("type", type);
    fields.put("time", TIME.format(time));
    fields.put("volume", volume);
    return fields;
  }

  /** A name, and the rest. */
  private static void putBasis(Map<String, @Nullable Object> fields, String basis) {
    int space = basis.indexOf(' ');
    fields.put("engine", told(space < 0 ? basis : basis.substring(0, space)));
    fields.put("signatures", space < 0 ? null : told(basis.substring(space + 1)));
  }

  private static @Nullable String told(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long known(long id) {
    return id == AccessToken.UNKNOWN ? null : id;
  }
}

package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.security.AccessToken;
import io.filterport.spy.SpyRecord;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the spy shows of a record, on one line. Stateless. */
final class SpyLine {
  /** Columns of a width of their own: nobody knows which lines are still to come. */
  private static final String COLUMNS = "%-12s  %-11s  %8s  %10s  %12s  %-21s  %s";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private SpyLine() {}

  // ---- for people

  static String heading() {
    return COLUMNS.formatted("TIME", "KIND", "PID", "UID", "SIZE", "STATUS", "PATH");
  }

  static String text(SpyRecord record) {
    return switch (record) {
      case Operation operation -> text(operation);
      case Lost lost -> "-- lost here: " + lost.operations();
    };
  }

  private static String text(Operation operation) {
    return COLUMNS.formatted(
        TIME.format(operation.time()),
        Printable.of(operation.kind()),
        text(operation.processId()),
        text(operation.userId()),
        operation.size(),
        text(operation.status()),
        Printable.of(paths(operation)) + (operation.pathCut() ? "…" : ""));
  }

  private static String paths(Operation operation) {
    return operation.path() + operation.targetPath().map(target -> " -> " + target).orElse("");
  }

  private static String text(long id) {
    return id == AccessToken.UNKNOWN ? "-" : Long.toString(id);
  }

  /** Without what all names begin with. */
  private static String text(@Nullable NtStatus status) {
    return status == null ? "-" : status.name().replaceFirst("^STATUS_", "");
  }

  // ---- for programs

  static Map<String, @Nullable Object> fields(SpyRecord record) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    switch (record) {
      case Operation operation -> put(operation, fields);
      case Lost lost -> {
        fields.put("type", "lost");
        fields.put("operations", lost.operations());
      }
    }
    return fields;
  }

  private static void put(Operation operation, Map<String, @Nullable Object> fields) {
    fields.put("type", "operation");
    fields.put("sequence", operation.sequence());
    fields.put("time", operation.time().toString());
    fields.put("kind", operation.kind());
    fields.put("path", operation.path());
    fields.put("targetPath", operation.targetPath().orElse(null));
    fields.put("pathCut", operation.pathCut());
    fields.put("size", operation.size());
    fields.put("pid", known(operation.processId()));
    fields.put("uid", known(operation.userId()));
    NtStatus status = operation.status();
    fields.put("status", status == null ? null : status.hex());
    fields.put("statusName", status == null ? null : status.name());
  }

  private static @Nullable Long known(long id) {
    return id == AccessToken.UNKNOWN ? null : id;
  }
}

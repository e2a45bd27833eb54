package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.cli.TrafficRecord.Lost;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes records of a recording as lines of JSON. Stateless. */
final class TrafficLine {
  static final int VERSION = 1;

  static final String BEGIN = "recording";
  static final String CONNECT = "connect";
  static final String REFUSE = "refuse";
  static final String DISCONNECT = "disconnect";
  static final String SEND = "send";
  static final String CALL = "call";
  static final String LOST = "lost";
  static final String END = "end";

  private TrafficLine() {}

  /** {@return the line, without its end} */
  static String of(TrafficRecord record) {
    return Json.of(fields(record));
  }

  private static Map<String, @Nullable Object> fields(TrafficRecord record) {
    return switch (record) {
      case Begin begin -> fields(begin);
      case Connect connect -> fields(connect);
      case Disconnect end -> with(of(DISCONNECT), "connection", end.connection(), "at", end.at());
      case Exchange exchange -> fields(exchange);
      case Lost lost -> with(of(LOST), "records", lost.records());
      case End end -> with(of(END), "reason", end.reason());
    };
  }

  private static Map<String, @Nullable Object> of(String type) {
    return with(new LinkedHashMap<>(), "type", type);
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> fields, @Nullable Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Begin begin) {
    return with(
        of(BEGIN),
        "version",
        VERSION,
        "port",
        begin.port(),
        "filter",
        begin.filter(),
        "altitude",
        begin.altitude(),
        "oneWay",
        begin.oneWay(),
        "maxMessageBytes",
        begin.maxMessageBytes(),
        "machine",
        begin.machine(),
        "hostPid",
        begin.hostPid(),
        "began",
        begin.began().toString(),
        "mostKept",
        begin.mostKept());
  }

  private static Map<String, @Nullable Object> fields(Connect connect) {
    return with(
        of(connect.status().isSuccess() ? CONNECT : REFUSE),
        "connection",
        connect.connection(),
        "at",
        connect.at(),
        "pid",
        connect.processId(),
        "uid",
        connect.userId(),
        "before",
        connect.before(),
        "status",
        connect.status().hex(),
        "contextBytes",
        connect.context().length(),
        "context",
        text(connect.context()));
  }

  private static Map<String, @Nullable Object> fields(Exchange exchange) {
    Map<String, @Nullable Object> fields =
        with(
            of(exchange.byFilter() ? SEND : CALL),
            "connection",
            exchange.connection(),
            "at",
            exchange.at(),
            "nanos",
            exchange.nanos(),
            "messageBytes",
            exchange.message().length(),
            "message",
            text(exchange.message()),
            "room",
            exchange.room());
    if (exchange.byFilter()) {
      Enum<?> outcome = exchange.outcome();
      with(
          fields,
          "timeoutNanos",
          exchange.timeoutNanos(),
          "contentBytes",
          exchange.contentBytes(),
          "outcome",
          outcome == null ? null : outcome.name());
    }
    NtStatus status = exchange.status();
    return with(
        fields,
        "status",
        status.hex(),
        "statusName",
        status.name(),
        "answerBytes",
        exchange.answer().length(),
        "answer",
        text(exchange.answer()));
  }

  private static @Nullable String text(Kept kept) {
    byte[] bytes = kept.bytes();
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}

package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.cli.TrafficRecord.Lost;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.ConnectOptions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lines of a recording, which anybody may have written. Stateless. */
final class TrafficParser {
  private static final long MAX_ID = 1L << 48;

  /** A time or a span: some 36 years, so that sums do not overflow. */
  private static final long MAX_NANOS = 1L << 60;

  private static final long MAX_MESSAGE = PortAttributes.LARGEST_MAX_MESSAGE_BYTES;

  private TrafficParser() {}

  /**
   * {@return the record; empty for a type, or an outcome, of a later version}
   *
   * @throws IllegalArgumentException if the line is none
   * @throws FilterPortException {@link NtStatus#UNKNOWN_REVISION} for the begin of another version
   */
  static Optional<TrafficRecord> read(String line) {
    TrafficFields fields = new TrafficFields(JsonReader.object(line));
    return Optional.ofNullable(
        switch (fields.text("type")) {
          case TrafficLine.BEGIN -> begin(fields);
          case TrafficLine.CONNECT, TrafficLine.REFUSE -> connect(fields);
          case TrafficLine.DISCONNECT -> new Disconnect(id(fields), time(fields, "at"));
          case TrafficLine.SEND -> send(fields);
          case TrafficLine.CALL -> exchange(fields, false, null);
          case TrafficLine.LOST -> new Lost(fields.number("records", 0, Integer.MAX_VALUE));
          case TrafficLine.END -> new End(fields.text("reason"));
          default -> null;
        });
  }

  private static long id(TrafficFields fields) {
    return fields.number("connection", 1, MAX_ID);
  }

  private static long time(TrafficFields fields, String name) {
    return fields.number(name, 0, MAX_NANOS);
  }

  private static Begin begin(TrafficFields fields) {
    long version = fields.number("version", 0, Integer.MAX_VALUE);
    if (version != TrafficLine.VERSION) {
      throw new FilterPortException(
          "a recording of version " + version + ", while this command knows " + TrafficLine.VERSION,
          NtStatus.UNKNOWN_REVISION,
          "Use the version of Filterport that recorded it, or a later one.");
    }
    return new Begin(
        new PortName(fields.text("port")).value(),
        fields.text("filter"),
        fields.text("altitude"),
        fields.flag("oneWay"),
        (int) fields.number("maxMessageBytes", 0, MAX_MESSAGE),
        fields.text("machine"),
        fields.number("hostPid", 0, Integer.MAX_VALUE),
        instant(fields.text("began")),
        (int) fields.number("mostKept", -1, RecordingLog.MOST_KEPT));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"began\" is no time", e);
    }
  }

  private static Connect connect(TrafficFields fields) {
    return new Connect(
        id(fields),
        time(fields, "at"),
        fields.number("pid", -1, Long.MAX_VALUE),
        fields.number("uid", -1, Long.MAX_VALUE),
        fields.flag("before"),
        fields.status("status"),
        fields.kept("contextBytes", "context", ConnectOptions.MAX_CONTEXT_BYTES));
  }

  private static @Nullable Exchange send(TrafficFields fields) {
    String name = fields.text("outcome");
    Outcome outcome =
        Arrays.stream(Outcome.values())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElse(null);
    return outcome == null ? null : exchange(fields, true, outcome);
  }

  private static Exchange exchange(
      TrafficFields fields, boolean byFilter, @Nullable Outcome outcome) {
    Long room = fields.optional("room", 0, Integer.MAX_VALUE);
    return new Exchange(
        byFilter,
        id(fields),
        time(fields, "at"),
        time(fields, "nanos"),
        fields.kept("messageBytes", "message", MAX_MESSAGE),
        room == null ? null : (Integer) room.intValue(),
        byFilter ? fields.optional("timeoutNanos", 0, Long.MAX_VALUE) : null,
        byFilter ? fields.optional("contentBytes", 0, Long.MAX_VALUE) : null,
        outcome,
        fields.status("status"),
        fields.kept("answerBytes", "answer", Integer.MAX_VALUE));
  }
}

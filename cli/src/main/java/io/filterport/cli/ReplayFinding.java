package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.SendResult.Outcome;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a replay made of one record. Immutable.
 *
 * @param kind whether it is as it was
 * @param line of the record
 * @param what the first thing that differs, or why it was not played; empty if nothing
 * @param recorded as it was
 * @param replayed as it is now
 */
record ReplayFinding(Kind kind, long line, String what, String recorded, String replayed) {
  private static final int SHOWN_BYTES = 16;

  /** How a record fared. */
  enum Kind {
    /** As it was. */
    SAME,
    /** Another outcome, status or answer. */
    DIFFERENT,
    /** There was an answer, and now the time passed. */
    LATE,
    /** The other end was gone. */
    MISSING,
    /** It cannot be played. */
    SKIPPED
  }

  /** How an exchange went now. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Seen(Outcome outcome, NtStatus status, long length, byte[] answer) {
    boolean isTimeout() {
      return outcome == Outcome.TIMEOUT_NO_REPLY || outcome == Outcome.TIMEOUT_NOT_DELIVERED;
    }
  }

  static ReplayFinding same(long line) {
    return new ReplayFinding(Kind.SAME, line, "", "", "");
  }

  static ReplayFinding skipped(long line, String why) {
    return new ReplayFinding(Kind.SKIPPED, line, why, "", "");
  }

  static ReplayFinding late(long line, Exchange recorded) {
    return new ReplayFinding(
        Kind.LATE, line, "no answer in time", outcome(recorded).name(), "none");
  }

  static ReplayFinding missing(long line, String why) {
    return new ReplayFinding(Kind.MISSING, line, why, "", "");
  }

  /** {@return how a connect compares: the HRESULT is what a client sees} */
  static ReplayFinding ofConnect(long line, NtStatus recorded, NtStatus seen) {
    boolean same = hresult(recorded).equals(hresult(seen));
    return same ? same(line) : different(line, "connect", recorded.toString(), seen.toString());
  }

  private static String hresult(NtStatus status) {
    return status.isSuccess() ? NtStatus.SUCCESS.toHResult().hex() : status.toHResult().hex();
  }

  /** {@return how an exchange compares} */
  static ReplayFinding of(long line, Exchange recorded, Seen seen) {
    Outcome before = outcome(recorded);
    if (before != seen.outcome()) {
      return new ReplayFinding(
          kind(before, seen), line, "outcome", before.name(), seen.outcome().name());
    }
    if (!status(recorded, recorded.status()).equals(status(recorded, seen.status()))) {
      return different(line, "status", recorded.status().toString(), seen.status().toString());
    }
    return ofAnswers(line, recorded.answer(), seen);
  }

  /** A client's call that came back was answered. */
  private static Outcome outcome(Exchange recorded) {
    Outcome outcome = recorded.outcome();
    return outcome == null ? Outcome.REPLIED : outcome;
  }

  private static Kind kind(Outcome before, Seen seen) {
    boolean waited = before.name().startsWith("TIMEOUT");
    if (seen.outcome() == Outcome.DISCONNECTED) {
      return Kind.MISSING;
    }
    return seen.isTimeout() && !waited ? Kind.LATE : Kind.DIFFERENT;
  }

  /** A filter sees statuses, a client what they are to it. */
  private static String status(Exchange recorded, NtStatus status) {
    return recorded.byFilter() ? status.hex() : status.toHResult().hex();
  }

  private static ReplayFinding ofAnswers(long line, Kept before, Seen seen) {
    byte[] kept = before.kept();
    byte[] now = Arrays.copyOf(seen.answer(), Math.min(seen.answer().length, kept.length));
    int at = Arrays.mismatch(kept, now);
    if (at >= 0 && at < now.length) {
      return different(line, "answer from byte " + at, shown(kept, at), shown(seen.answer(), at));
    }
    return before.length() == seen.length()
        ? same(line)
        : different(line, "answer's length", before.length() + "", seen.length() + "");
  }

  private static String shown(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + SHOWN_BYTES);
    return HexFormat.of().formatHex(bytes, from, to) + (to < bytes.length ? "…" : "");
  }

  private static ReplayFinding different(long line, String what, String before, String now) {
    return new ReplayFinding(Kind.DIFFERENT, line, what, before, now);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", line);
    fields.put("verdict", kind.name().toLowerCase(Locale.ROOT));
    fields.put("what", what);
    fields.put("recorded", recorded);
    fields.put("replayed", replayed);
    return fields;
  }
}

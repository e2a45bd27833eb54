package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.MessageCall;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands between the manager and the callbacks of a port that may be recorded. */
final class TappedCallbacks {
  private final PortTap tap;
  private final PortCallbacks callbacks;

  private TappedCallbacks(PortTap tap, PortCallbacks callbacks) {
    this.tap = tap;
    this.callbacks = callbacks;
  }

  /** The manager's cookie of a connection. The filter's own is inside. */
  record Cookie(long connection, @Nullable Object own) {}

  static PortCallbacks of(PortTap tap, PortCallbacks callbacks) {
    TappedCallbacks between = new TappedCallbacks(tap, callbacks);
    return new PortCallbacks(
        between::connect,
        between::disconnect,
        callbacks.message() == null ? null : between::message,
        callbacks.serverPortCookie(),
        callbacks.inPlace());
  }

  /** What throws, or gives no status, is a refusal of the manager's (CNF-15, CNF-16). */
  private NtStatus connect(ConnectionRequest request) {
    long id = tap.number();
    MemorySegment context = Buffers.of(Buffers.bytes(request.context()));
    TappedRequest seen = new TappedRequest(request, tap, id);
    NtStatus status = NtStatus.UNSUCCESSFUL;
    try {
      status = callbacks.connect().connect(seen);
      return status;
    } finally {
      request.setConnectionCookie(new Cookie(id, seen.cookie()));
      if (accepts(status)) {
        tap.accepted(id, request.client(), context);
      } else {
        tap.refused(id, request.client(), context, failure(status));
      }
    }
  }

  private static boolean accepts(@Nullable NtStatus status) {
    return status != null && status.isSuccess() && !status.equals(NtStatus.PENDING);
  }

  private static NtStatus failure(@Nullable NtStatus status) {
    return status == null || status.equals(NtStatus.PENDING) ? NtStatus.UNSUCCESSFUL : status;
  }

  private void disconnect(@Nullable Object cookie) {
    Cookie ours = (Cookie) Objects.requireNonNull(cookie);
    try {
      callbacks.disconnect().disconnect(ours.own());
    } finally {
      tap.disconnected(ours.connection());
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    Cookie ours = (Cookie) Objects.requireNonNull(cookie);
    MessageNotify notify = Objects.requireNonNull(callbacks.message());
    List<RecordingLog> logs = tap.logs();
    return logs == null ? notify.message(ours.own(), call) : recorded(notify, ours, call, logs);
  }

  private static NtStatus recorded(
      MessageNotify notify, Cookie cookie, MessageCall call, List<RecordingLog> logs) {
    TappedExchange exchange = TappedExchange.begin(logs, cookie.connection(), call.input());
    TappedCall seen = new TappedCall(call);
    NtStatus status = NtStatus.UNSUCCESSFUL;
    try {
      status = notify.message(cookie.own(), seen);
      return status;
    } finally {
      exchange.answered(failure(status), seen.room(), seen.returned(), seen.seenOutput());
    }
  }
}

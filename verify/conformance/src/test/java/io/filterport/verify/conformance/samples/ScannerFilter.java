package io.filterport.verify.conformance.samples;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.samples.ScannerMessages.Notification;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks the one client whether contents may be opened. Safe for use by any thread. */
final class ScannerFilter {
  static final String NAME = "scanner";

  final AtomicInteger connects = new AtomicInteger();
  final AtomicInteger disconnects = new AtomicInteger();
  private final Filter filter;
  private final ServerPort port;
  private volatile ClientPort client;

  /** What a scan said, and how its send ended. */
  record Scan(boolean mayOpen, SendResult result) {
    boolean isDisconnected() {
      return result.outcome() == Outcome.DISCONNECTED;
    }
  }

  ScannerFilter(FilterManager manager) {
    filter = manager.register(FilterRegistration.named(NAME).at("265000").onUnload(this::unload));
    port =
        filter.createCommunicationPort(
            PortAttributes.named(ScannerMessages.PORT).caseInsensitive(),
            PortCallbacks.of(this::connect, this::disconnect),
            1);
  }

  private NtStatus connect(ConnectionRequest request) {
    connects.incrementAndGet();
    client = request.clientPort();
    return NtStatus.SUCCESS;
  }

  private void disconnect(Object cookie) {
    client.close();
    client = null;
    disconnects.incrementAndGet();
  }

  private NtStatus unload(boolean mandatory) {
    port.close();
    filter.unregister();
    return NtStatus.SUCCESS;
  }

  Scan scan(String contents) {
    return scan(contents, Timeout.infinite());
  }

  /** Only a whole answer counts; with anything else the content is taken to be safe. */
  Scan scan(String contents, Timeout timeout) {
    ClientPort to = client;
    if (to == null) {
      return new Scan(true, new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0));
    }
    MemorySegment message = ScannerMessages.NOTIFICATION.encode(Notification.of(contents));
    MemorySegment verdict = message.asSlice(0, ScannerMessages.VERDICT.size());
    SendResult result = to.send(message, verdict, timeout);
    boolean answered = result.status().equals(NtStatus.SUCCESS);
    return new Scan(!answered || ScannerMessages.VERDICT.read(verdict).safeToOpen(), result);
  }
}

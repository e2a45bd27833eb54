package io.filterport.verify.conformance.samples;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.samples.AvMessages.Command;
import io.filterport.verify.conformance.samples.AvMessages.Finding;
import io.filterport.verify.conformance.samples.AvMessages.Modified;
import io.filterport.verify.conformance.samples.AvMessages.Notification;
import io.filterport.verify.conformance.samples.AvMessages.Role;
import io.filterport.verify.conformance.samples.AvMessages.SectionHandle;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has contents scanned by the client of three ports. Safe for use by any thread. */
final class AvFilter {
  static final String NAME = "avscan";

  private static final Timeout ABORT_DELIVERY = Timeout.ofMillis(1000);
  private static final Notification UNLOADING = new Notification(AvMessages.UNLOADING, 0, 0, 0);

  /** How long a client may take to accept a scan, to make it, and to heed an abort. */
  volatile Timeout acceptance = Timeout.ofMillis(20_000);

  volatile Duration completion = Duration.ofSeconds(20);
  volatile Duration abortion = Duration.ofSeconds(20);

  final List<Role> disconnects = new CopyOnWriteArrayList<>();
  final List<SendResult> aborts = new CopyOnWriteArrayList<>();
  final Set<Long> modified = ConcurrentHashMap.newKeySet();
  volatile SendResult notice;
  volatile long portsAtNotice;

  private final FilterManager manager;
  private final Path sections;
  private final Filter filter;
  private final List<ServerPort> ports = new ArrayList<>();
  private final Map<Role, ClientPort> clients = new ConcurrentHashMap<>();
  private final Map<Long, AvScan> scans = new ConcurrentHashMap<>();

  // guarded by this
  private long lastId;
  private boolean unloading;

  /** What a scan found, and how its question ended. */
  record Report(Finding finding, SendResult asked) {}

  AvFilter(FilterManager manager, Path sections) {
    this.manager = manager;
    this.sections = sections;
    filter = manager.register(FilterRegistration.named(NAME).at("328000").onUnload(this::unload));
    PortCallbacks callbacks =
        PortCallbacks.of(this::connect, this::disconnect).onMessage(this::message);
    for (Role role : Role.values()) {
      ports.add(
          filter.createCommunicationPort(
              PortAttributes.named(role.port).caseInsensitive(), callbacks.withCookie(role), 1));
    }
  }

  /** What the context says of the role is the client's word; the port is not. */
  private NtStatus connect(ConnectionRequest request) {
    if (request.context().byteSize() < AvMessages.CONTEXT.size()) {
      return NtStatus.INVALID_PARAMETER_3;
    }
    Role role = (Role) request.serverPortCookie();
    clients.put(role, request.clientPort());
    request.setConnectionCookie(role);
    return NtStatus.SUCCESS;
  }

  private void disconnect(Object cookie) {
    Role role = (Role) cookie;
    clients.remove(role).close();
    disconnects.add(role);
  }

  /** Nobody learns of the unload too late: the client has let go before the ports close. */
  private NtStatus unload(boolean mandatory) {
    synchronized (this) {
      unloading = true;
    }
    MemorySegment reply = Buffers.allocate(AvMessages.ACCEPTED.size());
    notice = send(Role.ABORT, UNLOADING, reply, Timeout.infinite());
    portsAtNotice = Seats.ports(manager, NAME).stream().filter(port -> port.listening()).count();
    ports.forEach(ServerPort::close);
    filter.unregister();
    return NtStatus.SUCCESS;
  }

  private SendResult send(
      Role role, Notification notification, MemorySegment reply, Timeout timeout) {
    ClientPort client = clients.get(role);
    return client == null
        ? new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0)
        : client.send(AvMessages.NOTIFICATION.encode(notification), reply, timeout);
  }

  Report scan(String contents) {
    AvScan scan = begin(contents);
    if (scan == null) {
      return new Report(
          Finding.NONE, new SendResult(Outcome.REFUSED, NtStatus.FLT_DELETING_OBJECT, 0));
    }
    SendResult asked = ask(scan);
    scans.remove(scan.id);
    scan.finish(Finding.NONE);
    return new Report(scan.finding(), asked);
  }

  private synchronized AvScan begin(String contents) {
    if (unloading) {
      return null;
    }
    lastId++;
    AvScan scan = new AvScan(lastId, sections, contents);
    scans.put(scan.id, scan);
    return scan;
  }

  /** Not accepted, the scan is withdrawn; accepted, it is waited for, and aborted in the end. */
  private SendResult ask(AvScan scan) {
    MemorySegment reply = Buffers.allocate(AvMessages.ACCEPTED.size());
    Notification start = new Notification(AvMessages.START, 0, scan.id, 0);
    SendResult asked = send(Role.SCAN, start, reply, acceptance);
    if (asked.status().equals(NtStatus.SUCCESS) && !scan.await(completion)) {
      abort(scan, AvMessages.ACCEPTED.read(reply).threadId());
    }
    return asked;
  }

  /** That an abort is delivered does not prove that it is heeded. */
  private void abort(AvScan scan, int threadId) {
    Notification abort = new Notification(AvMessages.ABORT, 0, scan.id, threadId);
    SendResult told = send(Role.ABORT, abort, null, ABORT_DELIVERY);
    aborts.add(told);
    if (told.outcome() == Outcome.DELIVERED) {
      boolean ignored = scan.await(abortion);
    }
  }

  private NtStatus message(Object cookie, MessageCall call) {
    Command command;
    try {
      command = AvMessages.COMMAND.read(call.input());
    } catch (FilterPortException e) {
      return e.status();
    }
    return switch ((Role) cookie) {
      case SCAN -> sectionCommand(command, call);
      case QUERY -> query(command, call);
      case ABORT -> NtStatus.INVALID_PARAMETER;
    };
  }

  private NtStatus sectionCommand(Command command, MessageCall call) {
    return switch (command.command()) {
      case AvMessages.CREATE_SECTION -> createSection(command, call);
      case AvMessages.CLOSE_SECTION -> closeSection(command);
      default -> NtStatus.INVALID_PARAMETER;
    };
  }

  private NtStatus createSection(Command command, MessageCall call) {
    MemorySegment output = call.output();
    if (output == null || output.byteSize() < AvMessages.HANDLE.size()) {
      return NtStatus.INVALID_PARAMETER;
    }
    if (!Buffers.isAligned(output, AvMessages.HANDLE.size())) {
      return NtStatus.DATATYPE_MISALIGNMENT;
    }
    AvScan scan = scans.get(command.scanId());
    if (scan == null || !scan.createSection()) {
      return NtStatus.NOT_FOUND;
    }
    return call.answer(AvMessages.HANDLE.encode(new SectionHandle(scan.id)));
  }

  private NtStatus closeSection(Command command) {
    AvScan scan = scans.get(command.scanId());
    if (scan == null) {
      return NtStatus.NOT_FOUND;
    }
    scan.finish(Finding.of(command.handleOrFinding()));
    return NtStatus.SUCCESS;
  }

  private NtStatus query(Command command, MessageCall call) {
    if (command.command() != AvMessages.IS_FILE_MODIFIED) {
      return NtStatus.INVALID_PARAMETER;
    }
    boolean answer = modified.contains(command.handleOrFinding());
    return call.answer(AvMessages.MODIFIED.encode(new Modified(answer)));
  }
}

package io.filterport.scanner;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.scanner.Turns.Turn;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code scanner}: asks the services at its port about each file that is opened,
 * executed or was written on the host's volumes, unless the volume still knows the verdict. What
 * nobody answers in time gets the volume's default verdict.
 */
public final class ScannerFilter implements FilterProvider {
  /** The port of the services. */
  public static final String PORT = "\\ScannerPort";

  private static final String NAME = "scanner";
  private static final String ALTITUDE = "320000";

  private volatile @Nullable ServerPort port;
  private volatile Volume.@Nullable Attachment attachment;
  private final List<ConnectedService> services = new CopyOnWriteArrayList<>();
  private final Turns turns = new Turns();
  private volatile SmallContent small = SmallContent.NONE;

  /** Called by the service loader. */
  public ScannerFilter() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(NAME).at(ALTITUDE).onUnload(this::unload);
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks =
        PortCallbacks.of(request -> connect(host, request), this::disconnect)
            .onMessage(ScannerFilter::message);
    PortAttributes attributes = host.port(PORT);
    small = SmallContent.of(host.inlineContentBytes(), attributes);
    port = host.filter().createCommunicationPort(attributes, callbacks, host.maxConnections());
    attachment = host.attach(ALTITUDE, this::decide);
  }

  /** First nobody is asked any more, then nobody can answer. */
  private NtStatus unload(boolean mandatory) {
    Volume.Attachment attached = attachment;
    if (attached != null) {
      attached.close();
    }
    ServerPort open = port;
    if (open != null) {
      open.close();
    }
    return NtStatus.SUCCESS;
  }

  private NtStatus connect(FilterHost host, ConnectionRequest request) {
    ScanGreeting greeting;
    try {
      greeting = ScanGreeting.decode(request.context());
    } catch (IllegalArgumentException e) {
      return NtStatus.INVALID_PARAMETER;
    }
    FilterHost.Exemption exemption = host.exempt(request.process());
    ConnectedService service =
        new ConnectedService(
            request.clientPort(),
            exemption,
            greeting.smallInside() ? small : SmallContent.NONE,
            new SignatureBelief(),
            new RunningScans(),
            new Silence());
    services.add(service);
    request.setConnectionCookie(service);
    return NtStatus.SUCCESS;
  }

  private void disconnect(@Nullable Object cookie) {
    if (cookie instanceof ConnectedService service) {
      services.remove(service);
      service.exemption().close();
      service.port().close();
    }
  }

  private static NtStatus message(@Nullable Object cookie, MessageCall call) {
    if (!(cookie instanceof ConnectedService service)) {
      return NtStatus.INVALID_PARAMETER;
    }
    service.silence().heard();
    return service.scans().answer(call);
  }

  /**
   * {@return the service's verdict} What is being made has no content yet. A new name changes no
   * content, and whoever opens it is asked about; what is infected may go.
   *
   * @throws FilterPortException if no service answered, which makes it the volume's default verdict
   */
  Verdict decide(FileOperation operation) throws IOException {
    return switch (operation.kind()) {
      case CREATE, RENAME, DELETE -> Verdict.ALLOW;
      case OPEN, EXEC, WRITE_CLOSE, ACCESS -> ask(operation);
    };
  }

  /** The question of a service that is gone, or has no verdict, goes to the next. */
  private Verdict ask(FileOperation operation) throws IOException {
    List<ConnectedService> left = new ArrayList<>(services);
    if (left.isEmpty()) {
      throw failure(operation, NtStatus.PORT_DISCONNECTED, "no service is connected");
    }
    while (true) {
      try (Turn turn = turns.next(left, operation, System.nanoTime())) {
        left.remove(turn.service());
        return recallOrAsk(operation, turn);
      } catch (FilterPortException e) {
        if (left.isEmpty() || operation.isAbandoned() || RunningScans.isTimeUp(operation)) {
          throw e;
        }
      }
    }
  }

  /** Only a verdict of the signatures that the service would scan with. */
  private Verdict recallOrAsk(FileOperation operation, Turn turn) throws IOException {
    String signatures = turn.service().signatures().at(System.nanoTime());
    Optional<Verdict> known = operation.recall(basis(signatures));
    return known.isPresent() ? known.get() : ask(operation, turn);
  }

  private Verdict ask(FileOperation operation, Turn turn) throws IOException {
    long asked = System.nanoTime();
    MemorySegment reply = Buffers.allocate(ScanReply.MAX_BYTES);
    SendResult result = send(operation, turn, reply);
    listen(turn.service(), result);
    ScanReply answer = answer(operation, result, reply);
    turn.service().signatures().told(answer.signatureSet(), asked);
    Verdict verdict = verdict(answer);
    operation.remember(basis(answer.signatureSet()), verdict);
    return verdict;
  }

  private static void listen(ConnectedService service, SendResult result) {
    if (result.hasReply()) {
      service.silence().heard();
    } else if (result.isTimeout()) {
      service.silence().ranOut(System.nanoTime());
    }
  }

  private static SendResult send(FileOperation operation, Turn turn, MemorySegment reply)
      throws IOException {
    ConnectedService service = turn.service();
    byte[] content = service.small().of(operation);
    ScanRequest request = request(operation, turn.scanId());
    return content == null
        ? service
            .port()
            .send(request.encode(), operation.content(), reply, operation.mostTimeLeft())
        : service.port().send(request.encode(content), reply, operation.mostTimeLeft());
  }

  /** Other filters may keep verdicts beside it. */
  private static String basis(String signatureSet) {
    return signatureSet.isEmpty() ? "" : NAME + ": " + signatureSet;
  }

  private static ScanRequest request(FileOperation operation, long scanId) {
    return new ScanRequest(
        operation.kind(),
        operation.size(),
        operation.processId(),
        operation.userId(),
        operation.path(),
        scanId);
  }

  /** Only an exact success with a well-formed payload is an answer. */
  private static ScanReply answer(FileOperation operation, SendResult result, MemorySegment reply) {
    if (result.outcome() != Outcome.REPLIED || !result.status().equals(NtStatus.SUCCESS)) {
      throw failure(operation, result.status(), "the service's answer is " + result.outcome());
    }
    try {
      return ScanReply.decode(reply.asSlice(0, result.replyLength()));
    } catch (IllegalArgumentException e) {
      throw failure(operation, NtStatus.INVALID_PARAMETER, e.getMessage());
    }
  }

  private static Verdict verdict(ScanReply answer) {
    Verdict verdict =
        answer.infected() ? Verdict.deny(NAME + ": " + answer.reason()) : Verdict.ALLOW;
    return verdict.basedOn(answer.signatureSet());
  }

  private static FilterPortException failure(
      FileOperation operation, NtStatus status, @Nullable String why) {
    return new FilterPortException(
        "scanning " + operation.path() + ": " + why,
        status,
        "Is `filterport scan` running, and as a user that the port admits?");
  }
}

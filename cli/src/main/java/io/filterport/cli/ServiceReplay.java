package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.cli.Recording.Step;
import io.filterport.cli.ReplayFinding.Seen;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plays a filter to the services that connect: owns a port of the recorded name, and sends what the
 * filter had sent. What a service calls is answered as it was, if the same bytes were answered
 * then.
 */
final class ServiceReplay implements ReplayStage {
  private static final int SEATS = 16;

  private final long limitNanos;
  private final int maxMessageBytes;
  private final List<ClientPort> services = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final Map<ByteBuffer, Exchange> answers = new HashMap<>();
  private volatile @Nullable ServerPort open;

  private ServiceReplay(Recording recording, long limitNanos) {
    this.limitNanos = limitNanos;
    int recorded = recording.begin().maxMessageBytes();
    this.maxMessageBytes = recorded == 0 ? PortAttributes.DEFAULT_MAX_MESSAGE_BYTES : recorded;
    recording.steps().forEach(this::keepAnswer);
  }

  private void keepAnswer(Step step) {
    if (step.record() instanceof Exchange call
        && !call.byFilter()
        && call.message().isWhole()
        && call.answer().isWhole()) {
      answers.putIfAbsent(ByteBuffer.wrap(call.message().kept()), call);
    }
  }

  /**
   * {@return the filter's end, at whose port services can connect now}
   *
   * @param manager which has no port of that name
   * @param told gives the port what the command was told about it
   * @param limitNanos the longest that a message waits which had no timeout
   */
  static ServiceReplay start(
      FilterManager manager,
      Recording recording,
      UnaryOperator<PortAttributes> told,
      long limitNanos) {
    ServiceReplay replay = new ServiceReplay(recording, limitNanos);
    PortCallbacks oneWay = PortCallbacks.of(replay::connect, replay::disconnect);
    PortAttributes port =
        PortAttributes.named(recording.begin().port()).withMaxMessageBytes(replay.maxMessageBytes);
    replay.open =
        manager
            .register(FilterRegistration.named("replay").at("100000").onUnload(replay::unload))
            .createCommunicationPort(
                told.apply(port),
                recording.begin().oneWay() ? oneWay : oneWay.onMessage(replay::message),
                SEATS);
    return replay;
  }

  private NtStatus unload(boolean mandatory) {
    ServerPort port = open;
    if (port != null) {
      port.close();
    }
    return NtStatus.SUCCESS;
  }

  /** {@return completed once the first service is there} */
  CompletableFuture<Void> connected() {
    return connected;
  }

  private NtStatus connect(ConnectionRequest request) {
    ClientPort port = request.clientPort();
    services.add(port);
    request.setConnectionCookie(port);
    connected.complete(null);
    return NtStatus.SUCCESS;
  }

  private void disconnect(@Nullable Object cookie) {
    if (cookie instanceof ClientPort port) {
      services.remove(port);
      port.close();
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    Exchange recorded = answers.get(ByteBuffer.wrap(Buffers.bytes(call.input())));
    if (recorded == null) {
      return NtStatus.INVALID_PARAMETER;
    }
    MemorySegment answer = Buffers.of(recorded.answer().kept());
    NtStatus said = answer.byteSize() == 0 ? NtStatus.SUCCESS : call.answer(answer);
    return said.isSuccess() ? recorded.status() : said;
  }

  @Override
  public boolean plays(Exchange exchange) {
    return exchange.byFilter();
  }

  @Override
  public Optional<ReplayFinding> connect(long line, Connect connect) {
    return Optional.empty();
  }

  @Override
  public void disconnect(Disconnect disconnect) {
    // services come and go by themselves
  }

  @Override
  public ReplayFinding play(long line, Exchange exchange) {
    if (exchange.contentBytes() != null) {
      return ReplayFinding.skipped(line, "the content beside it is not recorded");
    }
    if (exchange.outcome() == Outcome.REFUSED || exchange.outcome() == Outcome.INTERRUPTED) {
      return ReplayFinding.skipped(line, "it came to " + exchange.outcome());
    }
    // the first service that is connected now may have left before it is asked for
    List<ClientPort> now = List.copyOf(services);
    if (now.isEmpty()) {
      return ReplayFinding.missing(line, "no service is connected");
    }
    return send(line, exchange, now.get((int) (exchange.connection() % now.size())));
  }

  private ReplayFinding send(long line, Exchange exchange, ClientPort service) {
    Integer room = exchange.room();
    MemorySegment reply = room == null ? null : Buffers.allocate(Math.min(room, maxMessageBytes));
    SendResult result =
        service.send(Buffers.of(exchange.message().kept()), reply, timeout(exchange));
    byte[] answer = reply == null ? new byte[0] : Buffers.bytes(reply);
    return ReplayFinding.of(
        line,
        exchange,
        new Seen(
            result.outcome(),
            result.status(),
            result.replyLength(),
            Arrays.copyOf(answer, result.replyLength())));
  }

  private Timeout timeout(Exchange exchange) {
    Long recorded = exchange.timeoutNanos();
    return Timeout.ofNanos(recorded == null ? limitNanos : Math.min(recorded, limitNanos));
  }

  /** {@return the error of a command to which no service came} */
  static FilterPortException nobodyCame(String port, String why) {
    return new FilterPortException(
        "waiting for a service at " + port + ": " + why,
        NtStatus.TIMEOUT,
        "Does the service connect to the socket that FILTERPORT_SOCKET names, as a user that --sddl"
            + " admits?");
  }
}

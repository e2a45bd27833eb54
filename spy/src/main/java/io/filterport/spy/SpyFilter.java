package io.filterport.spy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import io.filterport.spy.SpyLog.Pull;
import io.filterport.volume.Volume;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code spy}: records the operations on the host's volumes for the clients at its port,
 * which pull the records. It allows everything, and no operation waits for it or for a client.
 *
 * <p>Everybody's file names are told there. So the port has the default descriptor, whatever the
 * host was told about ports: SYSTEM and Administrators.
 */
public final class SpyFilter implements FilterProvider {
  /** The port of the clients. */
  public static final String PORT = "\\SpyPort";

  /** Each has a log of its own, and each operation goes into every log. */
  static final int MAX_CLIENTS = 4;

  private static final String NAME = "spy";

  /** Above the scanner: what it denies is recorded all the same. */
  private static final String ALTITUDE = "370000";

  private volatile @Nullable ServerPort port;
  private volatile Volume.@Nullable Attachment attachment;
  private final SpyClients clients = new SpyClients();
  private final Losses losses = new Losses(Reason.NO_ROOM, Reason.FAILED);

  /** Called by the service loader. */
  public SpyFilter() {}

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
        PortCallbacks.of(this::connect, this::disconnect).onMessage(this::message);
    port =
        host.filter().createCommunicationPort(PortAttributes.named(PORT), callbacks, MAX_CLIENTS);
    attachment = host.attachEach(ALTITUDE, this::attach);
  }

  @Override
  public Map<String, Long> losses() {
    return losses.byReason();
  }

  private Volume.Attachment attach(Volume volume) {
    SpiedVolume spied = new SpiedVolume(volume.capabilities(), volume.reports(), clients);
    return volume.attach(ALTITUDE, spied::begins, spied::ends);
  }

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

  private NtStatus connect(ConnectionRequest request) {
    SpySelection selection;
    try {
      selection = SpySelection.decode(request.context());
    } catch (FilterPortException e) {
      return e.status();
    }
    SpiedFor client = SpiedFor.of(request.clientPort(), selection, losses);
    clients.add(client);
    request.setConnectionCookie(client);
    return NtStatus.SUCCESS;
  }

  private void disconnect(@Nullable Object cookie) {
    if (cookie instanceof SpiedFor client) {
      clients.remove(client);
      client.port().close();
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    MemorySegment output = call.output();
    if (!(cookie instanceof SpiedFor client)
        || !isGetLog(call.input())
        || output == null
        || output.byteSize() == 0) {
      return NtStatus.INVALID_PARAMETER;
    }
    Pull pull = client.log().pull(output);
    call.setReturnLength(pull.bytes());
    return pull.status();
  }

  private static boolean isGetLog(MemorySegment input) {
    return SpyMessages.command(input)
        .filter(command -> command.command() == SpyMessages.GET_LOG)
        .isPresent();
  }
}

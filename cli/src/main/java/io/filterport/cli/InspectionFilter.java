package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code inspection}, which every host runs: tells administrators what the manager holds
 * and what has happened there, and lets them record what goes through ports that the host names,
 * through two ports with the default descriptor.
 */
public final class InspectionFilter implements FilterProvider {
  static final String NAME = "inspection";
  static final String PORT = "\\FilterportInspection";

  private static final int MAX_CLIENTS = 16;

  private volatile @Nullable ServerPort port;
  private volatile @Nullable ServerPort recording;
  private volatile Supplier<byte[]> inventory = () -> new byte[0];
  private volatile Supplier<byte[]> observation = () -> new byte[0];
  private volatile Recordables recordables = Recordables.NONE;

  /** Called by the service loader. */
  public InspectionFilter() {}

  /** Set by the host before the start. */
  void show(Supplier<byte[]> encodedInventory, Supplier<byte[]> encodedObservation) {
    inventory = encodedInventory;
    observation = encodedObservation;
  }

  /** Set by the host before the start. */
  void record(Recordables allowed) {
    recordables = allowed;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(NAME).at("40000").onUnload(this::unload);
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks =
        PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}).onMessage(this::message);
    port =
        host.filter().createCommunicationPort(PortAttributes.named(PORT), callbacks, MAX_CLIENTS);
    recording = RecordingPort.create(host, recordables);
  }

  private NtStatus unload(boolean mandatory) {
    close(port);
    close(recording);
    return NtStatus.SUCCESS;
  }

  private static void close(@Nullable ServerPort open) {
    if (open != null) {
      open.close();
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    boolean observed = call.input().get(ValueLayout.JAVA_BYTE, 0) == Observation.QUESTION;
    return call.answer(Buffers.of((observed ? observation : inventory).get()));
  }
}

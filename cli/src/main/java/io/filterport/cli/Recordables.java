package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.filter.Filter;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ports of a host that may be recorded. Immutable; their taps are safe for any thread. */
final class Recordables {
  static final Recordables NONE = new Recordables(List.of());

  private final Map<String, PortTap> taps = new TreeMap<>();

  /**
   * Makes taps that wait for their ports.
   *
   * @throws FilterPortException for a name that no port can have, and for the recorder's own port,
   *     which would record that it is asked for what it recorded
   */
  Recordables(Collection<String> ports) {
    for (String port : ports) {
      String name = new PortName(port).value();
      if (name.equals(RecordingPort.PORT)) {
        throw new FilterPortException(
            "recording port " + name, NtStatus.INVALID_PARAMETER, "Its traffic is the recording.");
      }
      taps.put(name, new PortTap(name));
    }
  }

  @Nullable PortTap find(String port) {
    return taps.get(port);
  }

  /** {@return the filter, whose recordable ports get a tap when they are created} */
  Filter tapped(Filter filter) {
    return taps.isEmpty() ? filter : new RecordableFilter(filter, this);
  }

  /** {@return all taps, in the order of their ports} */
  Collection<PortTap> taps() {
    return Collections.unmodifiableCollection(taps.values());
  }

  /** {@return the ports that no filter has created} */
  List<String> missing() {
    return taps.values().stream().filter(tap -> !tap.isCreated()).map(PortTap::port).toList();
  }
}

package io.filterport.cli;

import io.filterport.cli.PortTap.PortTraits;
import io.filterport.filter.Filter;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;

/** A filter some of whose ports may be recorded. Every other port is created as it is. */
record RecordableFilter(Filter filter, Recordables recordables) implements Filter {
  @Override
  public String name() {
    return filter.name();
  }

  @Override
  public String altitude() {
    return filter.altitude();
  }

  @Override
  public ServerPort createCommunicationPort(
      PortAttributes attributes, PortCallbacks callbacks, int maxConnections) {
    PortTap tap = recordables.find(attributes.name());
    if (tap == null) {
      return filter.createCommunicationPort(attributes, callbacks, maxConnections);
    }
    tap.created(
        new PortTraits(
            name(), altitude(), callbacks.message() == null, attributes.maxMessageBytes()));
    return filter.createCommunicationPort(
        attributes, TappedCallbacks.of(tap, callbacks), maxConnections);
  }

  @Override
  public void unregister() {
    filter.unregister();
  }
}

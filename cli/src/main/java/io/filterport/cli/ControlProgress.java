package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Whether a host lets clients in: connects as they do, to a port that nobody has. Any answer shows
 * that the threads behind the control socket do their work, a refusal for want of a seat as well;
 * only silence and a socket without a listener do not.
 *
 * @param socket the host's control socket
 */
record ControlProgress(Path socket) implements BooleanSupplier {
  private static final String NOBODY = "\\FilterportWatchdog";

  @Override
  public boolean getAsBoolean() {
    try (FilterPort port = FilterPort.connect(PortSpace.at(socket), NOBODY)) {
      return port.name().toString().equals(NOBODY);
    } catch (FilterPortException e) {
      return !e.status().equals(NtStatus.CONNECTION_REFUSED);
    }
  }
}

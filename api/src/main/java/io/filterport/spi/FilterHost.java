package io.filterport.spi;

import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.PortAttributes;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import java.util.List;
import java.util.function.Function;

/** What a host gives to a filter that it starts. Safe for use by any thread. */
public interface FilterHost {
  /** {@return the filter, registered} */
  Filter filter();

  /**
   * {@return attributes of a port, with the descriptor that the host was told to use}
   *
   * @param portName such as {@code \EchoPort}
   */
  PortAttributes port(String portName);

  /** {@return the seats of a port} */
  int maxConnections();

  /**
   * {@return the size up to which a filter puts a file's content into its messages itself; larger
   * ones go beside them. 0 for none}
   */
  default int inlineContentBytes() {
    return 0;
  }

  /** {@return the volumes that the host guards, none if it was given none} */
  List<Volume> volumes();

  /**
   * {@return the callback's place on all of the host's volumes, whose close takes it from all}
   *
   * @param altitude usually that of the filter's registration
   * @param callback decides
   * @throws io.filterport.FilterPortException as {@link Volume#attach}; then it stands nowhere
   */
  default Volume.Attachment attach(String altitude, PreOperationCallback callback) {
    return attach(altitude, callback, PostOperationCallback.NONE);
  }

  /**
   * {@return the callbacks' place on all of the host's volumes, whose close takes them from all}
   *
   * @param altitude usually that of the filter's registration
   * @param pre decides
   * @param post learns what became of it
   * @throws io.filterport.FilterPortException as {@link Volume#attach}; then they stand nowhere
   */
  default Volume.Attachment attach(
      String altitude, PreOperationCallback pre, PostOperationCallback post) {
    return attachEach(altitude, volume -> volume.attach(altitude, pre, post));
  }

  /**
   * {@return the places that a filter takes on the host's volumes, each with callbacks of its own,
   * as one, whose close leaves them all}
   *
   * @param altitude usually that of the filter's registration
   * @param attach attaches to the volume that it is given, at that altitude
   * @throws io.filterport.FilterPortException as {@link Volume#attach}; then it stands nowhere
   */
  default Volume.Attachment attachEach(
      String altitude, Function<Volume, Volume.Attachment> attach) {
    return EveryVolume.attach(volumes(), altitude, attach);
  }

  /**
   * {@return an exemption: the host's volumes let this process open files unasked until it is
   * closed, or the process ends} For the client of the port that serves the volumes, and nobody
   * else: it answers for them, and would wait for itself. Close it in the disconnect callback.
   *
   * <p>In one JVM the client's process is the host's own. No volume of kernel events asks about
   * that one, so this changes nothing.
   *
   * @param client as the request of the connection that is being accepted has it
   * @throws io.filterport.FilterPortException {@link io.filterport.NtStatus#NOT_FOUND} if the
   *     connection is over already; {@link io.filterport.NtStatus#NOT_SUPPORTED} if the process
   *     lives where the host cannot see it, in another pid namespace
   */
  Exemption exempt(ClientProcess client);

  /** Lets a process open guarded files unasked. Safe for use by any thread. */
  @FunctionalInterface
  interface Exemption extends AutoCloseable {
    /** Ends it. A second call does nothing. */
    @Override
    void close();
  }
}

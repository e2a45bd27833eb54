import org.jspecify.annotations.NullMarked;

/**
 * What programs are written against, on both sides of a port.
 *
 * <p>Pure Java: this module needs {@code java.base} alone. How a world (one JVM, two processes) is
 * provided is found through the interfaces of {@link io.filterport.spi}.
 */
@NullMarked
module io.filterport {
  requires static org.jspecify;

  exports io.filterport;
  exports io.filterport.filter;
  exports io.filterport.layout;
  exports io.filterport.security;
  exports io.filterport.service;
  exports io.filterport.spi;
  exports io.filterport.volume;

  uses io.filterport.spi.EngineProvider;
  uses io.filterport.spi.SocketProvider;
}

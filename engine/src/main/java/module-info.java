import org.jspecify.annotations.NullMarked;

/**
 * The semantics of communication ports: names, access, connections, slots, getters, senders,
 * replies, unload. Every decision is taken here, once, for every world.
 *
 * <p>Portable: no sockets, no native code, no file system. Memory, identity, the clock and the way
 * to wait are handed in. It is also the embedded world.
 */
@NullMarked
module io.filterport.engine {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires jdk.jfr;

  exports io.filterport.engine to
      io.filterport.ipc;
  exports io.filterport.engine.slots to
      io.filterport.ipc,
      io.filterport.jcstress;

  provides io.filterport.spi.EngineProvider with
      io.filterport.engine.Engine;
}

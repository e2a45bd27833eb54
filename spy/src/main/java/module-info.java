import org.jspecify.annotations.NullMarked;

/** Live file activity: the filter that records it, and the client that pulls the records. */
@NullMarked
module io.filterport.spy {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires io.filterport.volumes;
  requires jdk.jfr;

  exports io.filterport.spy;

  provides io.filterport.spi.FilterProvider with
      io.filterport.spy.SpyFilter;
}

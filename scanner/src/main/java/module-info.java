import org.jspecify.annotations.NullMarked;

/** The on-access scanner. */
@NullMarked
module io.filterport.scanner {
  requires transitive io.filterport;
  requires static org.jspecify;

  exports io.filterport.scanner.engine;
}

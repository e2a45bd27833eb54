import org.jspecify.annotations.NullMarked;

/** The on-access scanner: filter, service, engines. */
@NullMarked
module io.filterport.scanner {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires io.filterport.linux;

  exports io.filterport.scanner;
  exports io.filterport.scanner.engine;

  provides io.filterport.spi.FilterProvider with
      io.filterport.scanner.ScannerFilter;
}

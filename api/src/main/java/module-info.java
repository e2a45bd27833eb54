import org.jspecify.annotations.NullMarked;

/**
 * What programs are written against, on both sides of a port.
 *
 * <p>Pure Java: this module needs {@code java.base} alone.
 */
@NullMarked
module io.filterport {
  requires static org.jspecify;

  exports io.filterport;
}

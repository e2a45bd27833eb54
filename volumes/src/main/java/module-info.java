import org.jspecify.annotations.NullMarked;

/**
 * Where file operations come from: a wrapper around any NIO file system. What all volumes share is
 * not exported.
 */
@NullMarked
module io.filterport.volumes {
  requires static org.jspecify;
  requires transitive io.filterport;

  exports io.filterport.volumes.nio;
}

import org.jspecify.annotations.NullMarked;

/**
 * Where file operations come from: the Linux kernel's file events, or a wrapper around any NIO file
 * system. What all volumes share is not exported but to friends.
 */
@NullMarked
module io.filterport.volumes {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires io.filterport.linux;
  requires jdk.jfr;

  exports io.filterport.volumes.fanotify;
  exports io.filterport.volumes.nio;
  exports io.filterport.volumes.paths to
      io.filterport.spy;
}

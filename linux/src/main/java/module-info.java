import org.jspecify.annotations.NullMarked;

/**
 * The system calls of the Linux side: one class per kernel facility, through {@code
 * java.lang.foreign}.
 *
 * <p>The export is for the other rooms of this project only; nothing here is an API for programs.
 * The module loads on every system and fails, with {@link UnsupportedOperationException}, only on
 * use: {@link io.filterport.linux.LinuxSupport#isAvailable()} tells. It needs {@code
 * --enable-native-access=io.filterport.linux}.
 */
@NullMarked
module io.filterport.linux {
  requires static org.jspecify;
  requires transitive io.filterport;

  exports io.filterport.linux;
}

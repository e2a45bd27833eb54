package io.filterport.verify.bench.peer;

import java.nio.file.Path;
import java.util.List;

/** How processes are started for this run of the benchmarks. */
public interface Launch {
  /** {@return the command line of a half that is a {@link JvmPeer}} */
  List<String> jvm(JvmPeer peer, Half half, Setup setup);

  /** {@return the directory of this run; files there may be executed} */
  Path directory();

  /** {@return the directory that the sources of this module lie in} */
  Path home();

  /** {@return seconds after which a process ends by itself} */
  int limitSeconds();
}

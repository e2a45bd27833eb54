package io.filterport.verify.bench.peer;

import java.util.List;

/** A peer whose halves are JVMs. */
public interface JvmPeer extends Peer {
  /** {@return the answering half, at work} */
  Part answer(Setup setup) throws Exception;

  /** {@return the calling half} */
  Calls call(Setup setup) throws Exception;

  @Override
  default List<String> command(Half half, Setup setup, Launch launch) {
    return launch.jvm(this, half, setup);
  }
}

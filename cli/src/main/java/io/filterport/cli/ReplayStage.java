package io.filterport.cli;

import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import java.util.Optional;

/**
 * One end of a port, played from a recording. {@link #play} is for any thread, the rest for one.
 */
interface ReplayStage {
  /** {@return whether a message is sent by this end} */
  boolean plays(Exchange exchange);

  /** {@return what a connect came to, if this end connects} */
  Optional<ReplayFinding> connect(long line, Connect connect);

  void disconnect(Disconnect disconnect);

  /** {@return what became of it} Blocks until then. */
  ReplayFinding play(long line, Exchange exchange);
}

package io.filterport.verify.bench.row;

import io.filterport.verify.bench.embedded.EmbeddedPeer;
import io.filterport.verify.bench.onaccess.Guard;
import io.filterport.verify.bench.result.Case;
import java.util.Set;

/** Who asks, of Filterport's two sides. */
public enum Direction {
  /** FilterSendMessage. */
  CLIENT_TO_HOST("client → host"),
  /** FltSendMessage. */
  HOST_TO_CLIENT("host → client");

  private static final Set<String> FROM_HOST =
      Set.of(
          Contenders.MESSAGE.peer(),
          Contenders.MESSAGE_QUEUE.peer(),
          EmbeddedPeer.MESSAGE.peerName());

  private final String title;

  Direction(String title) {
    this.title = title;
  }

  /** {@return its name for people} */
  public String title() {
    return title;
  }

  /** {@return that of a case of Filterport} */
  public static Direction of(Case ours) {
    boolean fromHost = FROM_HOST.contains(ours.peer()) || Guard.named(ours.peer()).isPresent();
    return fromHost ? HOST_TO_CLIENT : CLIENT_TO_HOST;
  }
}

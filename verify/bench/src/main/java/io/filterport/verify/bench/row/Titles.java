package io.filterport.verify.bench.row;

import io.filterport.verify.bench.embedded.EmbeddedPeer;
import io.filterport.verify.bench.onaccess.Guard;
import io.filterport.verify.bench.peer.Peers;
import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.result.Case;

/** What people call a case. Stateless. */
public final class Titles {
  private Titles() {}

  /** {@return the peer's title, and how it waits if that was chosen} */
  public static String of(Case what) {
    String title = peer(what.peer());
    return what.waiting() == Waiting.DEFAULT ? title : title + ", " + what.waiting() + " spinning";
  }

  private static String peer(String name) {
    return EmbeddedPeer.named(name)
        .map(EmbeddedPeer::title)
        .or(() -> Guard.named(name).map(Guard::title))
        .orElseGet(() -> Peers.named(name).title());
  }
}

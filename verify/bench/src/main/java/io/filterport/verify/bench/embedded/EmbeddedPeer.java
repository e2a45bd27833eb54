package io.filterport.verify.bench.embedded;

import io.filterport.verify.bench.result.Case;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way to ask another thread of the same JVM: one method of {@link RoundTrips} each. */
public enum EmbeddedPeer {
  /** FilterSendMessage. */
  SEND("Filterport in one JVM, service → filter"),
  /** FltSendMessage. */
  MESSAGE("Filterport in one JVM, filter → service"),
  /** What one would take instead: one queue there, one back. */
  QUEUES("A pair of SynchronousQueues");

  private static final String PREFIX = "embedded-";

  private final String title;

  EmbeddedPeer(String title) {
    this.title = title;
  }

  /** {@return its name for people} */
  public String title() {
    return title;
  }

  /** {@return its name in files} */
  public String peerName() {
    return PREFIX + method();
  }

  String method() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return 64 bytes, one caller} */
  public Case asCase() {
    return Case.of(peerName());
  }

  /** {@return the one of that name} */
  public static Optional<EmbeddedPeer> named(String name) {
    return Stream.of(values()).filter(peer -> peer.peerName().equals(name)).findFirst();
  }
}

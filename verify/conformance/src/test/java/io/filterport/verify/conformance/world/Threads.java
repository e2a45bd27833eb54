package io.filterport.verify.conformance.world;

import java.util.List;

/** The threads of this process. Stateless. */
public final class Threads {
  private Threads() {}

  /** {@return the names of those that live; virtual ones are not among them} */
  public static List<String> names() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}

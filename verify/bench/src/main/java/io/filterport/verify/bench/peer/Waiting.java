package io.filterport.verify.bench.peer;

import java.util.List;
import java.util.Locale;

/** How Filterport's threads wait before they sleep. Both halves are told by a system property. */
public enum Waiting {
  /** As Filterport comes: whatever it does when nobody chooses. */
  DEFAULT,
  /** Sleeps at once. */
  NEVER,
  /** Spins for as long as it waits. */
  ALWAYS;

  private static final String PROPERTY = "filterport.bench.waiting";

  /** {@return what this process was told} */
  public static Waiting ofThisProcess() {
    return valueOf(System.getProperty(PROPERTY, DEFAULT.name()));
  }

  /** {@return the options that tell a JVM} */
  public List<String> jvmOptions() {
    return this == DEFAULT ? List.of() : List.of("-D" + PROPERTY + "=" + name());
  }

  /** {@return the one of this text} */
  public static Waiting named(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.filterport.verify.bench.onaccess;

import io.filterport.verify.bench.result.Case;
import io.filterport.verify.onaccess.Plan;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who guards the file system on which files are opened. */
public enum Guard {
  /** Nobody. */
  NOBODY("no guard", null, ""),
  /** A listener that does nothing else: what any guard costs at least. */
  ALLOW("C, allows at once", null, ""),
  /**
   * The same, asked once a file: what a guard costs at least that leaves the rest to the kernel.
   */
  ALLOW_KERNEL("C, allows at once, kept by the kernel", null, ""),
  /** What one would take instead. */
  CLAMONACC("clamonacc --fdpass", Plan.Kind.CLAMONACC, ""),
  /** Every open is a scan by clamd. */
  CLAMD("Filterport, clamd", Plan.Kind.CLAMD, "none"),
  /** The host keeps verdicts of clamd. */
  CLAMD_VERDICTS("Filterport, clamd", Plan.Kind.CLAMD, "verdicts"),
  /** The kernel itself allows what clamd found clean. */
  CLAMD_KERNEL("Filterport, clamd", Plan.Kind.CLAMD, "kernel"),
  /** Every open is a scan by the service's own engine. */
  PATTERNS("Filterport, patterns", Plan.Kind.PATTERNS, "none"),
  /** The host keeps verdicts of the service's own engine. */
  PATTERNS_VERDICTS("Filterport, patterns", Plan.Kind.PATTERNS, "verdicts");

  private static final String PREFIX = "open-";

  private final String title;
  private final Plan.@Nullable Kind kind;
  private final String cache;

  /**
   * One of them.
   *
   * @param title its name for people
   * @param kind of Filterport and clamonacc
   * @param cache what the host keeps; empty if there is none
   */
  Guard(String title, Plan.@Nullable Kind kind, String cache) {
    this.title = title;
    this.kind = kind;
    this.cache = cache;
  }

  /** {@return its name for people} */
  public String title() {
    return cache.isEmpty() ? title : title + ", --cache " + cache;
  }

  /** {@return whether it is the listener in C} */
  boolean isListener() {
    return this == ALLOW || this == ALLOW_KERNEL;
  }

  /** {@return its name in files} */
  public String peerName() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return how it is started, if it is Filterport or clamonacc} */
  public Optional<Plan> plan() {
    return Optional.ofNullable(kind)
        .map(Plan::of)
        .map(plan -> cache.isEmpty() ? plan : plan.withHostOptions("--cache=" + cache));
  }

  /** {@return one opener, who does not read} */
  public Case asCase() {
    return Case.of(peerName()).size(0);
  }

  /** {@return the one of that name} */
  public static Optional<Guard> named(String name) {
    return Stream.of(values()).filter(guard -> guard.peerName().equals(name)).findFirst();
  }
}

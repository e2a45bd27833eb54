package io.filterport.spi;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what nobody got, by reason. Safe for use by any thread; never waits, and allocates nothing
 * while it counts, so that it can be used where memory is out.
 */
public final class Losses {
  private final Map<Reason, AtomicLong> totals = new EnumMap<>(Reason.class);

  /** Why something was lost. */
  public enum Reason {
    /** More wait than there may. */
    NO_ROOM,
    /** Whoever was to get it, or write it, failed. */
    NOT_WRITTEN,
    /** It could not be made, as memory is short perhaps. */
    FAILED;

    /** {@return its name for programs, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Makes counters of zero.
   *
   * @param possible the only reasons that it will be given
   */
  public Losses(Reason... possible) {
    for (Reason reason : possible) {
      totals.put(reason, new AtomicLong());
    }
  }

  /**
   * Counts one.
   *
   * @param reason why
   * @throws IllegalArgumentException if the reason is none of the possible ones
   */
  public void add(Reason reason) {
    AtomicLong total = totals.get(reason);
    if (total == null) {
      throw new IllegalArgumentException(reason.label());
    }
    total.incrementAndGet();
  }

  /** {@return how many were lost so far, by the names of all possible reasons} */
  public Map<String, Long> byReason() {
    Map<String, Long> named = new LinkedHashMap<>();
    totals.forEach((reason, total) -> named.put(reason.label(), total.get()));
    return named;
  }
}

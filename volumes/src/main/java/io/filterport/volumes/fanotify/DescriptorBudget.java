package io.filterport.volumes.fanotify;

import io.filterport.linux.DescriptorLimit;
import java.util.Collection;

/**
 * The descriptors of this process, shared out to its volumes, so that all of them together stay
 * below the limit. Each gets half of what is left at most, so that there is something for the next;
 * or, where it is known how many come, {@link #planned as much as each}. Safe for use by any
 * thread.
 */
final class DescriptorBudget {
  /**
   * Never more, whatever the limit is: a {@link Holder} tries each number that an event can have.
   */
  static final int MOST = 65_536;

  /** For everything else that the process does. */
  private static final long RESERVE = 64;

  /** For the same, where the limit can be raised. */
  private static final long COMFORT = 1_024;

  /** So few are not halved: a volume needs some fifty. */
  private static final long LEAST_SHARE = 256;

  /** Nor are so few kept free for volumes that may come. */
  private static final long LEAST_PLANNED = 64;

  // guarded by the class
  private static long taken;

  private final long share;
  private final Capacity capacity;

  private DescriptorBudget(long share, Capacity capacity) {
    this.share = share;
    this.capacity = capacity;
  }

  /**
   * {@return a volume's share} The limit is raised if that is permitted and needed.
   *
   * @param options of the volume
   */
  static synchronized DescriptorBudget take(FanotifyOptions options) {
    raise(taken + Capacity.wanted(options) + COMFORT);
    long left = left(DescriptorLimit.get(), taken);
    int most = options.maxDescriptors();
    Capacity capacity = Capacity.of(options, most > 0 ? Math.min(most, left) : share(left));
    long share = capacity.descriptors(options);
    taken += share;
    return new DescriptorBudget(share, capacity);
  }

  /**
   * {@return what each of some new volumes may use} Then all that there will be can be replaced at
   * once, by volumes that get as much. The limit is raised as far as it goes.
   *
   * @param more the new volumes
   * @param staying the volumes that stay beside them
   * @param leaving the volumes that are closed when these guard
   */
  static synchronized long planned(int more, int staying, Collection<DescriptorBudget> leaving) {
    raise(MOST);
    long free = leaving.stream().mapToLong(budget -> budget.share).sum();
    return planned(left(DescriptorLimit.get(), taken), free, more, staying);
  }

  /**
   * {@return the same}
   *
   * @param left what all further ones may use now
   * @param free how much more that is when some are closed
   */
  static long planned(long left, long free, int more, int staying) {
    long now = left / more;
    long withSuccessors = (left + free) / (2L * more + staying);
    return Math.min(now, Math.max(withSuccessors, LEAST_PLANNED));
  }

  /** As far as it goes: a higher hard limit needs CAP_SYS_RESOURCE. */
  private static void raise(long wanted) {
    DescriptorLimit limit = DescriptorLimit.get();
    long soft = Math.min(wanted, MOST);
    if (limit.soft() >= 0 && limit.soft() < soft) {
      boolean beyond = limit.hard() >= 0 && limit.hard() < soft;
      int result = DescriptorLimit.set(soft, beyond ? soft : limit.hard());
      if (result < 0) {
        DescriptorLimit.set(Math.min(soft, limit.hard()), limit.hard());
      }
    }
  }

  /**
   * {@return what one more volume may use}
   *
   * @param left what all further ones may use
   */
  static long share(long left) {
    return Math.min(left, Math.max(left / 2, LEAST_SHARE));
  }

  /** {@return what all further volumes may use} */
  static long left(DescriptorLimit limit, long taken) {
    long most = limit.soft() < 0 ? MOST : Math.min(limit.soft(), MOST);
    return most - LowNumbers.ROOM - RESERVE - taken;
  }

  Capacity capacity() {
    return capacity;
  }

  /** Gives the share back, once. */
  void giveBack() {
    giveBack(share);
  }

  private static synchronized void giveBack(long share) {
    taken -= share;
  }
}

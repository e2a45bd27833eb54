package io.filterport.cli;

import io.filterport.FilterPortException;
import java.util.function.Consumer;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a host's configuration again and does what is new in it, or nothing. Safe for use by any
 * thread.
 */
final class HostReload {
  private final ConfigOption config;
  private final GuardedVolumes guarded;
  private final HeldVolumes held;
  private final Consumer<String> talk;

  // guarded by this
  private HostPlan running;

  HostReload(
      HostPlan running,
      ConfigOption config,
      GuardedVolumes guarded,
      HeldVolumes held,
      Consumer<String> talk) {
    this.running = running;
    this.config = config;
    this.guarded = guarded;
    this.held = held;
    this.talk = talk;
  }

  synchronized void run() {
    try {
      HostPlan next = HostPlan.of(config);
      next.requireReachableFrom(running);
      guarded.change(next.volumes(), held::hold);
      running = next;
      talk.accept("configuration reloaded; volumes guarded: " + next.volumes().size());
    } catch (TypeConversionException | FilterPortException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String why) {
    talk.accept("configuration not reloaded, the one before stays: " + why);
  }
}

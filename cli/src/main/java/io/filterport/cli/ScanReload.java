package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import java.util.function.Consumer;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a scanner's configuration and signatures again and scans with them from then on, or goes on
 * as before. By now it may be another user, who must be able to read both. Safe for use by any
 * thread.
 */
final class ScanReload {
  private final ConfigOption config;
  private final SwitchedEngine engine;
  private final Consumer<String> talk;

  // guarded by this
  private Settings running;

  ScanReload(Settings running, ConfigOption config, SwitchedEngine engine, Consumer<String> talk) {
    this.running = running;
    this.config = config;
    this.engine = engine;
    this.talk = talk;
  }

  synchronized void run() {
    try {
      Settings next = config.settings(Reader.SCAN, HostOptions.isRoot());
      next.requireReachableFrom(running);
      ScanOptions options = ConfigOption.filled(new ScanOptions(), next.arguments());
      engine.become(options.engine().openAgain(engine.present()));
      running = next;
      talk.accept(("configuration reloaded; " + engine.name() + " " + engine.version()).strip());
    } catch (TypeConversionException | FilterPortException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String why) {
    talk.accept("configuration not reloaded, the one before stays: " + why);
  }
}

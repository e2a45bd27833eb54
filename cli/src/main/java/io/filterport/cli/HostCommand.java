package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.spi.FilterProvider;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code filterport host}: the privileged side, until it is told to stop. */
@Command(name = "host", description = "Run filters and let services connect to their ports.")
final class HostCommand implements Callable<Integer> {
  @Mixin private HostOptions declared;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    HostPlan plan = HostPlan.of(config);
    if (config.printed(plan.settings())) {
      return ExitCodes.OK;
    }
    if (!config.isGiven() && !declared.hasFilters()) {
      throw new TypeConversionException("Missing required option: '--filter=NAME', or --config");
    }
    List<FilterProvider> providers = plan.options().providers();
    // However long it takes: nothing stays unanswered, the socket is removed.
    try (StopSignal stop = StopSignal.catching(Long.MAX_VALUE)) {
      serve(plan, providers, stop);
    }
    return ExitCodes.OK;
  }

  private void serve(HostPlan plan, List<FilterProvider> providers, StopSignal stop)
      throws InterruptedException {
    HostOptions options = plan.options();
    Path path = options.listenAt();
    try (FilterManager manager = FilterManager.listen(path, options.listenOptions())) {
      GuardedVolumes guarded = new GuardedVolumes();
      try {
        guarded.change(plan.volumes(), opened -> {});
        start(plan, providers, manager, guarded);
        hold(plan, path, guarded, stop);
      } finally {
        guarded.close();
        HostSetup.unload(manager);
      }
    }
  }

  /** Every filter is attached: now the volumes may be held. */
  private void hold(HostPlan plan, Path path, GuardedVolumes guarded, StopSignal stop)
      throws InterruptedException {
    try (HeldVolumes held = new HeldVolumes(path, plan.options().volumes().onDeath(), this::say)) {
      guarded.change(plan.volumes(), held::hold);
      awaitStop(path, new HostReload(plan, config, guarded, held, this::say), stop);
    }
  }

  private static void start(
      HostPlan plan,
      List<FilterProvider> providers,
      FilterManager manager,
      GuardedVolumes guarded) {
    HostOptions options = plan.options();
    HostSetup setup =
        new HostSetup(
            manager, guarded, options::told, options.maxConnections(), options.inlineContent());
    providers.forEach(provider -> inspect(provider, manager, guarded));
    providers.forEach(setup::start);
  }

  private void awaitStop(Path path, HostReload reload, StopSignal stop)
      throws InterruptedException {
    if (config.isGiven()) {
      HangUp.runs(reload::run);
    }
    say("listening on " + path);
    stop.await();
  }

  private static void inspect(
      FilterProvider provider, FilterManager manager, GuardedVolumes guarded) {
    if (provider instanceof InspectionFilter inspection) {
      inspection.show(() -> Inventory.of(manager.snapshot(), guarded.volumes()).encode());
    }
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + text);
    err.flush();
  }
}

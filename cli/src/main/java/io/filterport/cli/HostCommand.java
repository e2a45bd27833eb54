package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.linux.ProcessControl;
import io.filterport.spi.FilterProvider;
import io.filterport.volumes.fanotify.FanotifySupport;
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
    LogLines.keepPrintable();
    HostPlan plan = HostPlan.of(config);
    if (config.printed(plan.settings(), SelectionOption.PID)) {
      return ExitCodes.OK;
    }
    if (!config.isGiven() && !declared.hasFilters()) {
      throw new TypeConversionException("Missing required option: '--filter=NAME', or --config");
    }
    Recordables recordables = plan.options().recordables();
    List<FilterProvider> providers = plan.options().providers();
    // However long it takes: nothing stays unanswered, the socket is removed.
    try (StopSignal stop = StopSignal.catching(Long.MAX_VALUE)) {
      serve(plan, providers, recordables, stop);
    }
    return ExitCodes.OK;
  }

  private void serve(
      HostPlan plan, List<FilterProvider> providers, Recordables recordables, StopSignal stop)
      throws InterruptedException {
    leaveNoCoreDump();
    HostOptions options = plan.options();
    Path path = options.listenAt();
    HangUp hangUp = new HangUp();
    try (FilterManager manager = FilterManager.listen(path, options.listenOptions());
        EventOption events = options.events()) {
      events.open(hangUp);
      GuardedVolumes guarded = new GuardedVolumes(events::listener);
      try {
        guarded.change(plan.volumes(), opened -> {});
        start(options, providers, setup(plan, manager, guarded, recordables));
        recordables.missing().forEach(this::sayMissing);
        plan.ports().missing().forEach(this::sayUnasked);
        GuardGap.of(plan.volumes(), FanotifySupport.gap()).ifPresent(this::say);
        hold(plan, manager, guarded, hangUp, stop);
      } finally {
        guarded.close();
        HostSetup.unload(manager);
      }
    }
  }

  /**
   * While one is written, whoever opens a guarded file would wait, perhaps the kernel for what
   * takes the dump. Without root nothing is guarded.
   */
  private static void leaveNoCoreDump() {
    if (HostOptions.isRoot()) {
      int _ = ProcessControl.setDumpable(false);
    }
  }

  private static HostSetup setup(
      HostPlan plan, FilterManager manager, GuardedVolumes guarded, Recordables recordables) {
    HostOptions options = plan.options();
    return new HostSetup(
        manager,
        guarded,
        plan.ports()::told,
        options.maxConnections(),
        options.inlineContent(),
        recordables);
  }

  private static void start(HostOptions options, List<FilterProvider> providers, HostSetup setup) {
    providers.forEach(provider -> inspect(provider, providers, setup));
    for (FilterProvider provider : providers) {
      options.events().name(provider.registration());
      setup.start(provider);
    }
  }

  /** Every filter is attached: now the volumes may be held. */
  private void hold(
      HostPlan plan, FilterManager manager, GuardedVolumes guarded, HangUp hangUp, StopSignal stop)
      throws InterruptedException {
    HostOptions options = plan.options();
    try (HeldVolumes held = new HeldVolumes(options.listenAt(), this::say)) {
      guarded.change(plan.volumes(), held::hold);
      if (config.isGiven()) {
        hangUp.require(new HostReload(plan, config, guarded, held, this::say)::run);
      }
      awaitStop(options.listenAt(), manager, guarded, stop);
    }
  }

  private void awaitStop(
      Path path, FilterManager listening, GuardedVolumes guarded, StopSignal stop)
      throws InterruptedException {
    ServiceManager manager = ServiceManager.of(System.getenv(), this::say);
    try (Watchdog _ =
        Watchdog.start(manager, List.of(new ControlProgress(listening), guarded::areRead))) {
      say("listening on " + path);
      manager.ready();
      stop.await();
    } finally {
      manager.stopping();
    }
  }

  private static void inspect(
      FilterProvider provider, List<FilterProvider> providers, HostSetup setup) {
    if (provider instanceof InspectionFilter inspection) {
      inspection.show(
          () -> Inventory.of(setup.manager().snapshot(), setup.guard().volumes()).encode(),
          () -> observed(providers, setup).encode());
      inspection.record(setup.recordables());
    }
  }

  private static Observation observed(List<FilterProvider> providers, HostSetup setup) {
    return Observation.of(
        setup.manager().activity(), setup.guard().volumes(), providers, setup.recordables());
  }

  /** A filter may create it later. */
  private void sayMissing(String port) {
    say("--recordable " + port + ": no filter has a port of that name yet");
  }

  /** There is none, or it is a port that admits administrators alone, whatever a host is told. */
  private void sayUnasked(String port) {
    say("[[port]] " + port + ": no filter has asked what counts for it yet");
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + Printable.of(text));
    err.flush();
  }
}

package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.filter.ListenOptions;
import io.filterport.filter.PortAttributes;
import io.filterport.linux.Identity;
import io.filterport.linux.LinuxSupport;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.Volume;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport host}: the privileged side, until it is told to stop. */
@Command(name = "host", description = "Run filters and let services connect to their ports.")
final class HostCommand implements Callable<Integer> {
  private static final int MAX_INLINE_CONTENT = 1 << 20;

  @Option(
      names = "--filter",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "A filter to run; several with commas in between, or given more than once.")
  private List<String> filters;

  @Option(
      names = "--filter-path",
      paramLabel = "JAR",
      description = "Where to find filters that are not built in; may be given more than once.")
  private List<Path> filterPath = List.of();

  @Option(
      names = "--sddl",
      paramLabel = "SDDL",
      description =
          "Who may connect (default: SYSTEM, which is root and this user, and administrators).")
  private @Nullable String sddl;

  @Option(
      names = "--admin-group",
      paramLabel = "GROUP",
      converter = GroupConverter.class,
      description =
          "A group, by name or number, whose members are administrators; may be given more than once"
              + " (default: none, only root and this user are).")
  private List<Long> adminGroups = List.of();

  @Option(
      names = "--strict-access",
      description =
          "Ask clients for all access to a port (0x1f0001), as Windows does, instead of for the right"
              + " to connect (0x1).")
  private boolean strictAccess;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "Seats of each port (default: ${DEFAULT-VALUE}).")
  private int maxConnections;

  @Option(
      names = "--max-message",
      paramLabel = "BYTES",
      defaultValue = "" + PortAttributes.DEFAULT_MAX_MESSAGE_BYTES,
      description =
          "The longest message and reply of each port, up to 64 MiB (default: ${DEFAULT-VALUE}).")
  private int maxMessage;

  @Option(
      names = "--inline-content",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description =
          "The size up to which the scanner puts a file into its message, instead of handing over"
              + " its descriptor, for services whose engine wants that, up to 1 MiB; 0 for none"
              + " (default: ${DEFAULT-VALUE}).")
  private int inlineContent;

  @Option(
      names = "--recordable",
      split = ",",
      paramLabel = "PORT",
      description =
          "A port whose messages administrators may record with `filterport record`; several with"
              + " commas in between, or given more than once (default: none).")
  private List<String> recordable = List.of();

  @Mixin private VolumeOption volumes;
  @Mixin private SocketOption socket;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    int ignored = Numbers.inRange("--inline-content", inlineContent, 0, MAX_INLINE_CONTENT);
    Recordables recordables = new Recordables(recordable);
    Path path = socket.listenAt(isRoot());
    List<FilterProvider> providers = new FilterCatalog(filterPath).find(filters);
    // However long it takes: nothing stays unanswered, the socket is removed.
    try (StopSignal stop = StopSignal.catching(Long.MAX_VALUE)) {
      serve(path, providers, recordables, stop);
    }
    return ExitCodes.OK;
  }

  private static boolean isRoot() {
    return LinuxSupport.isAvailable() && Identity.effectiveUid() == 0;
  }

  private void serve(
      Path path, List<FilterProvider> providers, Recordables recordables, StopSignal stop)
      throws InterruptedException {
    SecurityDescriptor descriptor = descriptor();
    volumes.requireNarrow(descriptor, needed());
    ListenOptions options = ListenOptions.withAdministratorGroups(adminGroups);
    try (FilterManager manager = FilterManager.listen(path, options)) {
      List<Volume> guarded = List.copyOf(volumes.open());
      try {
        HostSetup setup =
            new HostSetup(
                manager,
                guarded,
                port -> told(port, descriptor),
                maxConnections,
                volumes::exempt,
                inlineContent,
                recordables);
        providers.forEach(provider -> inspect(provider, setup));
        providers.forEach(provider -> start(provider, setup));
        recordables.missing().forEach(this::sayMissing);
        awaitStop(path, stop);
      } finally {
        guarded.forEach(Volume::close);
        volumes.events().close();
        HostSetup.unload(manager);
      }
    }
  }

  private void start(FilterProvider provider, HostSetup setup) {
    volumes.events().name(provider.registration());
    setup.start(provider);
  }

  private void awaitStop(Path path, StopSignal stop) throws InterruptedException {
    Optional<Holding> holding = volumes.hold(path, this::say);
    ServiceManager manager = ServiceManager.of(System.getenv(), this::say);
    try (Watchdog _ = Watchdog.start(manager, progress(path))) {
      say("listening on " + path);
      manager.ready();
      stop.await();
    } finally {
      manager.stopping();
      holding.ifPresent(Holding::close);
    }
  }

  private List<BooleanSupplier> progress(Path path) {
    return Stream.concat(Stream.of(new ControlProgress(path)), volumes.progress()).toList();
  }

  private static void inspect(FilterProvider provider, HostSetup setup) {
    if (provider instanceof InspectionFilter inspection) {
      inspection.show(
          () -> Inventory.of(setup.manager().snapshot(), setup.volumes()).encode(),
          () -> Observation.of(setup.manager().activity(), setup.volumes()).encode());
      inspection.record(setup.recordables());
    }
  }

  /** A filter may create it later. */
  private void sayMissing(String port) {
    say("--recordable " + port + ": no filter has a port of that name yet");
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + text);
    err.flush();
  }

  private PortAttributes told(PortAttributes port, @Nullable SecurityDescriptor descriptor) {
    PortAttributes sized = port.withMaxMessageBytes(maxMessage);
    PortAttributes strict = strictAccess ? sized.withStrictAccess() : sized;
    return descriptor == null ? strict : strict.withSecurityDescriptor(descriptor);
  }

  private AccessMask needed() {
    return strictAccess ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
  }

  private @Nullable SecurityDescriptor descriptor() {
    String text = sddl;
    if (text == null) {
      return null;
    }
    return SecurityDescriptor.parse(text);
  }
}

package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.scanner.ScannerFilter;
import io.filterport.security.SecurityDescriptor;
import io.filterport.volume.Volume;
import io.filterport.volumes.fanotify.FanotifyOptions;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.nio.NioVolume;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo's host: the scanner filter on one volume, with each decision told on standard output. It
 * does what standard input says, a line each, and ends with it:
 *
 * <ul>
 *   <li>{@code service}: answers {@code service UID} or {@code service none}
 *   <li>{@code open PATH}: opens the file through the guarded file system of this process and
 *       answers {@code opened DETAIL}
 * </ul>
 */
@Command(name = "demo-host", hidden = true)
final class DemoHostCommand implements Callable<Integer> {
  @Option(names = "--fanotify", description = "Guard with file events of the kernel.")
  private boolean fanotify;

  @Option(names = "--directory", required = true)
  private Path directory;

  @Option(names = "--listen", required = true)
  private Path controlSocket;

  @Option(names = "--sddl", required = true)
  private String sddl;

  @Override
  public Integer call() throws IOException {
    ParentWatch.haltAfterLimit();
    if (fanotify) {
      FanotifyVolume volume =
          FanotifyVolume.open(directory, FanotifyOptions.of(DemoVolume.options(directory)));
      serve(volume, Optional.empty(), client -> Exempting.of(List.of(volume), client));
    } else {
      serveInside(DemoVolume.nio(directory));
    }
    return ExitCodes.OK;
  }

  /** The demo may have been killed: its last process takes the temporary directory along. */
  private void serveInside(NioVolume volume) throws IOException {
    try {
      serve(volume, Optional.of(volume), client -> () -> {});
    } finally {
      DemoStage.ofTemporary(directory).close();
    }
  }

  private void serve(Volume volume, Optional<NioVolume> inside, HostSetup.Exemptions exemptions)
      throws IOException {
    try (volume;
        FilterManager manager = FilterManager.listen(controlSocket)) {
      List<Volume> told = List.of(new ToldVolume(volume, decision -> tell(decision.line())));
      SecurityDescriptor descriptor = SecurityDescriptor.parse(sddl);
      HostSetup setup =
          new HostSetup(
              manager, told, port -> port.withSecurityDescriptor(descriptor), 1, exemptions);
      setup.start(new ScannerFilter());
      tell("listening");
      obey(manager, inside);
      HostSetup.unload(manager);
    }
  }

  private static void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void obey(FilterManager manager, Optional<NioVolume> inside) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("service")) {
        tell("service " + serviceUid(manager));
      } else if (order.startsWith("open ") && inside.isPresent()) {
        tell("opened " + DemoVolume.open(inside.get(), order.substring("open ".length())));
      }
    }
  }

  private static String serviceUid(FilterManager manager) {
    return manager.snapshot().filters().stream()
        .flatMap(filter -> filter.ports().stream())
        .filter(port -> port.name().equals(ScannerFilter.PORT))
        .map(PortState::connections)
        .flatMap(List::stream)
        .filter(connection -> connection.state().equals("open"))
        .map(ConnectionState::userId)
        .findFirst()
        .map(uid -> Long.toString(uid))
        .orElse("none");
  }
}

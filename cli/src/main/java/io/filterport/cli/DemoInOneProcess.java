package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.cli.DemoDecision.Outcome;
import io.filterport.filter.FilterManager;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.service.FilterPort;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Host and service in this process, for systems without control sockets. A service is a connection
 * and its workers; it ends by closing the connection, for nobody can kill a part of a process.
 */
final class DemoInOneProcess implements DemoWorld {
  private static final String UNIX = "unix";

  private final DemoStage stage;
  private final DemoFiles files;
  private final NioVolume volume;
  private final PortSpace space = PortSpace.embedded();
  private final FilterManager manager = FilterManager.in(space);
  private final ScannerService scanner =
      new ScannerService(PatternEngine.builtIn(), 2, (request, reply) -> {});

  /** Told on the thread that opens, which is the play's. */
  private final Queue<DemoDecision> decisions = new ArrayDeque<>();

  private @Nullable FilterPort service;

  /** Starts the host. */
  DemoInOneProcess(DemoStage stage) throws IOException {
    this.stage = stage;
    this.files = DemoFiles.write(stage.guarded());
    this.volume = DemoVolume.nio(stage.guarded());
    ToldVolume told = new ToldVolume(volume, decisions::add);
    new HostSetup(manager, List.of(told), UnaryOperator.identity(), 1, pid -> () -> {})
        .start(new ScannerFilter());
  }

  @Override
  public String volume() {
    return "nio";
  }

  @Override
  public DemoFiles files() {
    return files;
  }

  @Override
  public String introduction() {
    return "host and service: pid %d, guards %s"
        .formatted(ProcessHandle.current().pid(), stage.guarded());
  }

  @Override
  public String opener() {
    return "host";
  }

  @Override
  public String startService() {
    FilterPort connected = scanner.connect(space, ScannerFilter.PORT);
    service = connected;
    Thread.ofPlatform()
        .daemon()
        .name("filterport-demo-service")
        .start(() -> scanner.serve(connected));
    return "service: connected";
  }

  /** The disconnect callback runs on the thread that closes. */
  @Override
  public String endService() {
    FilterPort connected = service;
    if (connected != null) {
      connected.close();
    }
    return "service: ended";
  }

  /** {@return the user of this process, who made the guarded directory} */
  @Override
  public @Nullable Long serviceUid() {
    Path made = stage.guarded();
    if (!made.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      return null;
    }
    try {
      return Integer.toUnsignedLong((int) Files.getAttribute(made, UNIX + ":uid"));
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Opened open(Path file) {
    decisions.clear();
    String seen = DemoVolume.open(volume, file.toString());
    DemoDecision decision = decisions.poll();
    return new Opened(
        seen, decision == null ? new DemoDecision(0, Outcome.NONE, file.toString()) : decision);
  }

  @Override
  public void close() {
    endService();
    HostSetup.unload(manager);
    manager.close();
    volume.close();
    stage.close();
  }
}

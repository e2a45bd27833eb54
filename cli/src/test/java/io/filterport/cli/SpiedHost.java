package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.spy.SpyFilter;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A host in this process whose files the test opens, for spies in processes of their own. */
final class SpiedHost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SEATS = 16;

  private final Path directory;
  private final Path socket;
  private final FilterManager manager;
  private final FileSystem files;

  SpiedHost(Path directory) {
    NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
    this.directory = directory;
    socket = directory.resolve("manager.sock");
    files = volume.fileSystem();
    manager = FilterManager.listen(socket);
    new HostSetup(manager, List.of(volume), UnaryOperator.identity(), SEATS, client -> () -> {})
        .start(new SpyFilter());
  }

  /** {@return a spy that records already} */
  CommandProcess spy(String... options) throws Exception {
    Stream<String> own = Stream.of("spy", "--socket", socket.toString());
    CommandProcess spy =
        CommandProcess.start(Stream.concat(own, Stream.of(options)).toArray(String[]::new));
    spy.awaitErr("recording at \\SpyPort");
    return spy;
  }

  String socket() {
    return socket.toString();
  }

  /** Waits until so many spies are connected. */
  void awaitSpies(int spies) throws Exception {
    Eventually.holds(
        spies + " spies are connected", PATIENCE, () -> port().connections().size() == spies);
  }

  private PortState port() {
    return manager.snapshot().filters().getFirst().ports().getFirst();
  }

  Path make(String name) throws IOException {
    return Files.write(directory.resolve(name), new byte[] {1, 2, 3});
  }

  void open(Path file) throws IOException {
    Files.newByteChannel(files.getPath(file.toString())).close();
  }

  @Override
  public void close() {
    manager.close();
  }
}

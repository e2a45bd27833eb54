package io.filterport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host with the echo filter in a process of its own, and its clients in theirs. For one thread.
 */
final class RunningHost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Path directory;
  final Path socket;
  private final String[] options;
  private CommandProcess process;

  RunningHost(String... options) throws Exception {
    this.options = options.clone();
    directory = Files.createTempDirectory("filterport-test");
    DemoFiles.letEveryoneLook(directory);
    socket = directory.resolve("manager.sock");
    process = startHost();
  }

  private CommandProcess startHost() throws Exception {
    CommandProcess host =
        start(Stream.concat(Stream.of("host", "--filter", "echo"), Stream.of(options)));
    host.awaitErr("filterport: listening on " + socket);
    return host;
  }

  CommandProcess process() {
    return process;
  }

  /** Starts another host on the same socket, in the place of one that has ended. */
  void startAgain() throws Exception {
    process.close();
    process = startHost();
  }

  private CommandProcess start(Stream<String> arguments) throws IOException {
    return CommandProcess.start(withSocket(arguments));
  }

  private String[] withSocket(Stream<String> arguments) {
    return Stream.concat(arguments, Stream.of("--socket", socket.toString()))
        .toArray(String[]::new);
  }

  CommandProcess start(String... arguments) throws IOException {
    return start(Stream.of(arguments));
  }

  CommandLineRun run(String... arguments) throws Exception {
    return CommandProcess.run(command(arguments));
  }

  ProcessBuilder command(String... arguments) {
    return SelfProcess.of(withSocket(Stream.of(arguments)));
  }

  /** {@return a process that takes a seat of the echo port and gets messages} */
  CommandProcess startListener(String... options) throws Exception {
    CommandProcess listener =
        start(Stream.concat(Stream.of("listen", "\\EchoPort"), Stream.of(options)));
    Eventually.holds(
        listener + " connects",
        PATIENCE,
        () -> run("connections", "-o", "json").out().contains("\"pid\":" + listener.pid() + ","));
    return listener;
  }

  @Override
  public void close() throws IOException {
    process.terminate().join();
    process.close();
    for (String left : List.of("manager.sock", "manager.sock.lock")) {
      Files.deleteIfExists(directory.resolve(left));
    }
    Files.deleteIfExists(directory);
  }
}

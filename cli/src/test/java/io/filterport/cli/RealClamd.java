package io.filterport.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Identity;
import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * ClamAV's own clamd, with a configuration and one signature of the test's: it finds EICAR. Started
 * by root it becomes the user {@code clamav}. Ends with the test, by its process.
 */
final class RealClamd implements AutoCloseable {
  static final String SIGNATURE = "Eicar-Of-Test.UNOFFICIAL";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String USER = "clamav";
  private static final List<Path> PROGRAMS =
      Stream.of("/usr/sbin/clamd", "/usr/local/sbin/clamd", "/usr/bin/clamd")
          .map(Path::of)
          .toList();

  final Path socket;
  private final Path directory;
  private final Path output;
  private Process process;

  private RealClamd(Path directory, Process process) {
    this.directory = directory;
    this.socket = directory.resolve("clamd.ctl");
    this.output = directory.resolve("output");
    this.process = process;
  }

  /** Starts one, or skips the test where there is none. */
  static RealClamd start(String... configuration) throws Exception {
    Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(program.isPresent(), "clamd is not installed (Debian: clamav-daemon)");
    Path directory = Files.createTempDirectory("filterport-clamd");
    DemoFiles.letEveryoneLook(directory);
    configure(directory, configuration);
    RealClamd clamd = new RealClamd(directory, run(directory));
    clamd.awaitPong();
    return clamd;
  }

  private static void configure(Path directory, String... more) throws IOException {
    Path signatures = Files.createDirectory(directory.resolve("signatures"));
    DemoFiles.letEveryoneLook(signatures);
    String eicar = HexFormat.of().formatHex(Eicar.testFile());
    Files.writeString(signatures.resolve("test.ndb"), "Eicar-Of-Test:0:*:" + eicar + "\n");
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("LocalSocket " + directory.resolve("clamd.ctl"));
    lines.add("LocalSocketMode 666");
    lines.add("FixStaleSocket true");
    lines.add("DatabaseDirectory " + signatures);
    lines.add("Foreground yes");
    if (Identity.effectiveUid() == 0) {
      lines.add("User " + USER);
      Files.setOwner(
          directory,
          directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
    Files.write(directory.resolve("clamd.conf"), lines);
  }

  private static Process run(Path directory) throws IOException {
    Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElseThrow();
    ProcessBuilder.Redirect output =
        ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile());
    return new ProcessBuilder(program.toString(), "-c", directory.resolve("clamd.conf").toString())
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start();
  }

  private void awaitPong() throws Exception {
    try {
      Eventually.holds("clamd answers at " + socket, PATIENCE, this::pongs);
    } catch (AssertionError e) {
      AssertionError told = new AssertionError("clamd said: " + Files.readString(output), e);
      close();
      throw told;
    }
  }

  private boolean pongs() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("clamd ended with " + process.exitValue());
    }
    try {
      return ask("PING").equals("PONG");
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** {@return its version, with the number and date of its signatures if they have any} */
  String version() throws IOException {
    return ask("VERSION");
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(("z" + command + "\0").getBytes(US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, US_ASCII).replace("\0", "");
    }
  }

  /** Stops every thread of it, as a debugger does. */
  void stop() throws Exception {
    signal("STOP");
  }

  void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " ended with " + kill.exitValue());
    }
  }

  /** Ends it, as {@code kill -9} does: its socket's file stays. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void startAgain() throws Exception {
    process = run(directory);
    awaitPong();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(RealClamd::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * ClamAV's clamd, which at first finds EICAR and nothing else. It becomes the user {@code clamav}.
 */
final class Clamd implements Judge {
  /** The program. */
  static final Path PROGRAM = Path.of("/usr/sbin/clamd");

  /** Whom it becomes. */
  static final String USER = "clamav";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Place place;
  private final Path home;
  private Running process;

  private Clamd(Place place, Path home) throws Exception {
    this.place = place;
    this.home = home;
    this.process = start();
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @param more lines of its settings, which clamonacc reads, too
   */
  static Clamd start(Place place, List<String> more) throws Exception {
    Path home = Files.createDirectory(place.stage().base().resolve("clamav"));
    Path signatures = Files.createDirectory(signatures(home));
    Signatures.FIRST.write(signatures);
    List<String> lines = new ArrayList<>(more);
    lines.add("LocalSocket " + home.resolve("clamd.ctl"));
    lines.add("LocalSocketMode 666");
    lines.add("FixStaleSocket true");
    lines.add("DatabaseDirectory " + signatures);
    lines.add("TemporaryDirectory " + home);
    lines.add("AlertExceedsMax yes");
    lines.add("MaxThreads 12");
    lines.add("Foreground yes");
    lines.add("User " + USER);
    Files.write(home.resolve("clamd.conf"), lines);
    Files.setOwner(
        home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    return new Clamd(place, home);
  }

  private Running start() throws Exception {
    Running started = place.run("clamd", List.of(PROGRAM.toString(), "-c", settings().toString()));
    Duration ignored = Eventually.holds("clamd answers", PATIENCE, this::pongs);
    return started;
  }

  private boolean pongs() {
    try {
      return ask("PING").equals("PONG");
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Gives it other signatures, and waits until it scans with them. */
  void reload(Signatures next) throws Exception {
    next.write(signatures(home));
    String number = "/" + next.number() + "/";
    String answer = ask("RELOAD");
    Duration ignored =
        Eventually.holds(
            "clamd answers " + answer + " and has " + number,
            PATIENCE,
            () -> ask("VERSION").contains(number));
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      channel.write(ByteBuffer.wrap(("z" + command + "\0").getBytes(US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, US_ASCII).replace("\0", "");
    }
  }

  private static Path signatures(Path home) {
    return home.resolve("signatures");
  }

  Path socket() {
    return home.resolve("clamd.ctl");
  }

  /** {@return the file with its settings} */
  Path settings() {
    return home.resolve("clamd.conf");
  }

  @Override
  public Running process() {
    return process;
  }

  @Override
  public void startAgain() throws Exception {
    process = start();
  }

  @Override
  public void replaceBy(Oddity oddity) throws Exception {
    process.kill();
    OddClamd ignored = place.keep(OddClamd.at(socket(), oddity));
  }
}

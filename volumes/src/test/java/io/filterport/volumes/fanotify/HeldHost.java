package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volumes.Latches;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/**
 * A host with a holder. It denies the content "bad", and hangs at files named "hang". At every
 * second line that it is told its reader goes on, which stood still since the one before. It ends
 * after the watchdog's time.
 */
final class HeldHost {
  static final String READY = "ready";
  static final String ASKED = "asked";
  static final String LOST = "lost";
  static final String STANDS = "stands ";
  static final String GOES_ON = "goes on ";

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private HeldHost() {}

  /** What counts without a verdict. */
  record Terms(Duration limit, boolean allow, boolean allowAfterDeath, boolean audit) {
    private static Terms of(List<String> arguments) {
      return new Terms(
          Duration.parse(arguments.get(0)),
          Boolean.parseBoolean(arguments.get(1)),
          Boolean.parseBoolean(arguments.get(2)),
          Boolean.parseBoolean(arguments.get(3)));
    }

    private FanotifyOptions options() {
      FanotifyOptions options = Sandbox.options(allow, limit);
      return audit ? options.withVolume(options.volume().withAudit()) : options;
    }
  }

  static String[] command(Path directory, Path socket, Terms terms) throws URISyntaxException {
    List<String> command = ChildPrograms.command(HeldHost.class);
    command.add(directory.toString());
    command.add(socket.toString());
    command.add(terms.limit().toString());
    command.add(Boolean.toString(terms.allow()));
    command.add(Boolean.toString(terms.allowAfterDeath()));
    command.add(Boolean.toString(terms.audit()));
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) {
    Watchdog.start();
    Terms terms = Terms.of(List.of(arguments).subList(2, arguments.length));
    try (FanotifyVolume volume = FanotifyVolume.open(Path.of(arguments[0]), terms.options())) {
      volume.attach("1", HeldHost::decide);
      HolderLink link = HolderLink.find(Path.of(arguments[1])).orElseThrow();
      link.hold(volume, terms.allowAfterDeath());
      keep(volume, Path.of(arguments[0]).resolve("kept"));
      Thread.ofPlatform().daemon().start(() -> obey(volume));
      System.out.println(READY);
      link.serve();
      System.out.println(LOST);
      Latches.await(NEVER);
    }
  }

  private static void obey(FanotifyVolume volume) {
    Scanner orders = new Scanner(System.in, StandardCharsets.UTF_8);
    while (orders.hasNextLine()) {
      HangingReader reader = HangingReader.of(volume);
      System.out.println(STANDS + orders.nextLine());
      String order = orders.nextLine();
      reader.goOn();
      System.out.println(GOES_ON + order);
    }
  }

  /** As a host that has the kernel remember a verdict. */
  private static void keep(FanotifyVolume volume, Path file) {
    int flags = Fanotify.MARK_ADD | Fanotify.MARK_IGNORED_MASK;
    if (Files.exists(file)) {
      Fanotify.mark(volume.group(), flags, Fanotify.OPEN_PERM, file.toString());
    }
  }

  private static Verdict decide(FileOperation operation) throws IOException {
    if (operation.path().endsWith("hang")) {
      System.out.println(ASKED);
      Latches.await(NEVER);
    }
    return Sandbox.denyBad(operation);
  }
}

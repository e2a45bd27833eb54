package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A host with a holder. It denies the content "bad", and hangs at files named "hang". It ends after
 * the watchdog's time.
 */
final class HeldHost {
  static final String READY = "ready";
  static final String ASKED = "asked";
  static final String LOST = "lost";

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private HeldHost() {}

  static String[] command(Path directory, Path socket, Duration limit, boolean allow, boolean after)
      throws URISyntaxException {
    List<String> command = ChildPrograms.command(HeldHost.class);
    command.add(directory.toString());
    command.add(socket.toString());
    command.add(limit.toString());
    command.add(Boolean.toString(allow));
    command.add(Boolean.toString(after));
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) {
    Watchdog.start();
    FanotifyOptions options =
        Sandbox.options(Boolean.parseBoolean(arguments[3]), Duration.parse(arguments[2]));
    try (FanotifyVolume volume = FanotifyVolume.open(Path.of(arguments[0]), options)) {
      volume.attach("1", HeldHost::decide);
      HolderLink link = HolderLink.find(Path.of(arguments[1])).orElseThrow();
      link.hold(volume, Boolean.parseBoolean(arguments[4]));
      keep(volume, Path.of(arguments[0]).resolve("kept"));
      System.out.println(READY);
      link.serve();
      System.out.println(LOST);
      await(NEVER);
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
      await(NEVER);
    }
    return Sandbox.denyBad(operation);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

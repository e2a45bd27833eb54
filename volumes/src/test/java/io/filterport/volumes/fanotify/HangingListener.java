package io.filterport.volumes.fanotify;

import io.filterport.volume.Verdict;
import io.filterport.volumes.Latches;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that guards a directory and never decides; it ends after the watchdog's time. */
final class HangingListener {
  static final String READY = "ready";
  static final String ASKED = "asked";

  private HangingListener() {}

  static String[] command(Path directory) throws URISyntaxException {
    List<String> command = ChildPrograms.command(HangingListener.class);
    command.add(directory.toString());
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) {
    Watchdog.start();
    CountDownLatch never = new CountDownLatch(1);
    try (FanotifyVolume volume = FanotifyVolume.open(Path.of(arguments[0]), Sandbox.options())) {
      volume.attach("1", operation -> hang(never));
      System.out.println(READY);
      Latches.await(never);
    }
  }

  private static Verdict hang(CountDownLatch never) {
    System.out.println(ASKED);
    Latches.await(never);
    return Verdict.DENY;
  }
}

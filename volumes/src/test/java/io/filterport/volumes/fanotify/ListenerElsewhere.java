package io.filterport.volumes.fanotify;

import io.filterport.volume.VerdictEvent;
import io.filterport.volumes.Latches;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that guards a directory from a pid namespace of its own, and tells of denials. */
final class ListenerElsewhere {
  static final String READY = "ready";

  private ListenerElsewhere() {}

  /**
   * Starts it.
   *
   * @param directory what to guard
   * @param more options of unshare
   */
  static Opener start(Path directory, String... more) throws URISyntaxException {
    List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child"));
    command.addAll(List.of(more));
    command.addAll(ChildPrograms.command(ListenerElsewhere.class));
    command.add(directory.toString());
    return Opener.start(command.toArray(String[]::new));
  }

  public static void main(String[] arguments) {
    Watchdog.start();
    FanotifyOptions options = Sandbox.told(Sandbox.options(), ListenerElsewhere::tell);
    try (FanotifyVolume volume = FanotifyVolume.open(Path.of(arguments[0]), options)) {
      volume.attach("1", Sandbox::denyBad);
      System.out.println(READY);
      Latches.await(new CountDownLatch(1));
    }
  }

  private static void tell(VerdictEvent event) {
    System.out.println(line(event.processId(), event.userId(), event.executable().orElse("none")));
  }

  static String line(long process, long user, String program) {
    return process + " " + user + " " + program;
  }
}

package io.filterport.volumes.fanotify;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** A holder; it ends after the watchdog's time. */
final class HolderProgram {
  static final String READY = "ready";

  private HolderProgram() {}

  static String[] command(Path socket) throws URISyntaxException {
    List<String> command = ChildPrograms.command(HolderProgram.class);
    command.add(socket.toString());
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) {
    Watchdog.start();
    Holder.run(Path.of(arguments[0]), () -> System.out.println(READY));
  }
}

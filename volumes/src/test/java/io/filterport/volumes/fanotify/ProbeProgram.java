package io.filterport.volumes.fanotify;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Prints what the probe says to the privileges that it is started with. */
final class ProbeProgram {
  private ProbeProgram() {}

  static String[] command(String... prefix) throws URISyntaxException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(ChildPrograms.command(ProbeProgram.class));
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) {
    FanotifySupport support = FanotifySupport.probe();
    System.out.println(support.available() + " " + support.advice());
  }
}

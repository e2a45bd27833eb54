package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.volume.Volume;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a class of the tests in a process of its own. */
final class ChildPrograms {
  private ChildPrograms() {}

  static List<String> command(Class<?> program) throws URISyntaxException {
    Path target = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(
        String.join(
            ":",
            target.resolve("classes").toString(),
            target.resolve("test-classes").toString(),
            place(Fanotify.class),
            place(Volume.class)));
    command.add(program.getName());
    return command;
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}

package io.filterport.verify.bench.process;

import io.filterport.verify.bench.peer.Half;
import io.filterport.verify.bench.peer.JvmPeer;
import io.filterport.verify.bench.peer.Launch;
import io.filterport.verify.bench.peer.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How JVMs are started, all alike: a heap that is there from the beginning, so that its growth is
 * not taken for memory of connections, and the collector with the fewest threads.
 *
 * @param directory of this run
 * @param home the sources of this module
 * @param limitSeconds after which a process ends by itself
 * @param options more of them
 */
public record JvmLaunch(Path directory, Path home, int limitSeconds, List<String> options)
    implements Launch {
  private static final List<String> COMMON =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+AlwaysPreTouch",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  /** {@return what all JVMs are given, for those who want to know} */
  public static List<String> commonOptions() {
    return COMMON;
  }

  @Override
  public List<String> jvm(JvmPeer peer, Half half, Setup setup) {
    List<String> arguments = new ArrayList<>(List.of(peer.name(), half.name()));
    arguments.addAll(setup.toArguments());
    return program(HalfProgram.class, arguments);
  }

  /** {@return the command line of a main class} */
  public List<String> program(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** {@return the options of every JVM of this run} */
  public List<String> jvmOptions() {
    List<String> all = new ArrayList<>(COMMON);
    all.add("-Djava.io.tmpdir=" + directory);
    all.add(TimeLimit.jvmOption(limitSeconds));
    all.addAll(options);
    return all;
  }
}

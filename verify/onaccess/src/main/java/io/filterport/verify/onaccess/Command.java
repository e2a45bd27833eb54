package io.filterport.verify.onaccess;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines of the {@code filterport} command, as its launcher makes them. Stateless. */
final class Command {
  private static final Set<String> OTHERS =
      Set.of(
          "info.picocli",
          "org.antlr.antlr4.runtime",
          "org.jline.nativ",
          "org.jline.terminal",
          "org.tomlj");
  private static final String OURS = "io.filterport";

  /** Not every jar can be asked for its module. */
  private static final Pattern MAYBE =
      Pattern.compile("(filterport|picocli|antlr4-runtime|jline-[a-z]+|tomlj)-[^/]*$");

  private Command() {}

  /** {@return {@code filterport ARGUMENT…}} */
  static List<String> filterport(List<String> arguments) {
    List<String> command = jvm();
    command.addAll(
        List.of("--illegal-native-access=deny", "--enable-native-access=io.filterport.linux"));
    command.addAll(List.of("--module-path", modules()));
    command.addAll(List.of("--module", "io.filterport.cli/io.filterport.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  /** {@return a main class of the class path with arguments} */
  static List<String> program(Class<?> main, String... arguments) {
    List<String> command = jvm();
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> jvm() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData"));
  }

  /** The same jars that this JVM runs from, but the command's alone. */
  private static String modules() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Command::isOfTheCommand)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTheCommand(Path entry) {
    return MAYBE.matcher(entry.toString()).find() && isModuleOfTheCommand(entry);
  }

  private static boolean isModuleOfTheCommand(Path entry) {
    return ModuleFinder.of(entry).findAll().stream()
        .map(module -> module.descriptor().name())
        .anyMatch(name -> name.startsWith(OURS) || OTHERS.contains(name));
  }
}

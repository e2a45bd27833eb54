package io.filterport.verify.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a copy of the sources, and with a Maven repository of its own above the user's. */
@DisplayName("the commands of every example's README")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReadmeCommandsTest {
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.*)$");

  @TempDir private Path directory;

  @Test
  @DisplayName("build it from the sources, and print what is shown below them")
  void run() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    copySources(tree);
    Set<String> done = new HashSet<>();
    for (Example example : Example.all()) {
      List<String> commands = commands(example);
      assertThat(commands).hasSize(3);
      String out = "";
      for (String command : commands) {
        out = done.add(command) ? run(command, tree) : "";
      }
      assertThat(out).as(example.name()).isEqualTo(example.promisedOutput());
    }
  }

  private static List<String> commands(Example example) throws IOException {
    return COMMAND.matcher(example.text("README.md")).results().map(m -> m.group(1)).toList();
  }

  private String run(String command, Path tree) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", command)
            .directory(tree.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    shell.environment().putAll(environment());
    int code = shell.start().waitFor();
    assertThat(code).as(command + "\n" + Files.readString(out) + Files.readString(err)).isZero();
    return Files.readString(out).replace(System.lineSeparator(), "\n");
  }

  private Map<String, String> environment() {
    String java = System.getProperty("java.home");
    return Map.of(
        "JAVA_HOME",
        java,
        "PATH",
        java + "/bin" + File.pathSeparator + System.getenv("PATH"),
        "MAVEN_ARGS",
        "-Dmaven.repo.local="
            + directory.resolve("repository")
            + " -Dmaven.repo.local.tail="
            + repository());
  }

  private static String repository() {
    return System.getProperty(
        "localRepository",
        Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
  }

  private static void copySources(Path tree) throws IOException {
    List<String> parts = new ArrayList<>(List.of("pom.xml", "mvnw", ".mvn"));
    MODULE
        .matcher(Files.readString(Example.TOP.resolve("pom.xml")))
        .results()
        .map(module -> module.group(1))
        .forEach(module -> parts.addAll(List.of(module + "/pom.xml", module + "/src/main")));
    for (String part : parts) {
      copy(Example.TOP.resolve(part), tree.resolve(part));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file)).normalize();
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        assertThat(copy.toFile().setExecutable(Files.isExecutable(file))).isTrue();
      }
    }
  }
}

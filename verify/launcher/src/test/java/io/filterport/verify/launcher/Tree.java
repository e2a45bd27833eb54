package io.filterport.verify.launcher;

import io.filterport.verify.launcher.Script.Result;
import io.filterport.verify.launcher.Script.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A source tree with the real launcher, and a JDK and a Maven that only write down what they do.
 */
final class Tree {
  /** Notes a build, and another one that runs meanwhile; makes one jar. */
  private static final String MAVEN =
      """
      cd "$(dirname "$0")"
      echo begin >>builds
      mkdir -p cli/target/quick/lib
      while [ -e wait ]; do sleep 0.05; done
      echo jar >cli/target/quick/lib/filterport-cli-1.jar
      echo 'talk of Maven'
      echo end >>builds
      """;

  final Map<String, String> environment = new HashMap<>();
  private final Path top;

  Tree(Path top) throws IOException {
    this.top = top;
    copy("filterport", "build/jdk.sh", "build/quick.sh", "build/dist.sh");
    maven(MAVEN);
    write("pom.xml", "");
    write(".mvn/maven.config", "");
    write("cli/pom.xml", "");
    write("cli/src/main/java/Main.java", "class Main {}");
    environment.put("JAVA_HOME", FakeJdk.version(top.resolve("jdk"), "25").toString());
    environment.put("HOME", top.resolve("home").toString());
  }

  private void copy(String... scripts) throws IOException {
    for (String script : scripts) {
      String text = Files.readString(Path.of("../..").resolve(script));
      Script.write(path(script), text);
    }
  }

  void maven(String body) {
    Script.write(path("mvnw"), body);
  }

  Path path(String relative) {
    return top.resolve(relative);
  }

  void write(String relative, String text) throws IOException {
    Files.createDirectories(path(relative).getParent());
    Files.writeString(path(relative), text);
  }

  Result run(Object... arguments) throws IOException, InterruptedException {
    Running running = start(arguments);
    running.process().getOutputStream().close();
    return running.await();
  }

  /** Starts a command that goes on until its standard input ends. */
  Running start(Object... arguments) throws IOException {
    Stream<Object> launcher = Stream.of(path("filterport"));
    return Script.start(environment, Stream.concat(launcher, Stream.of(arguments)).toArray());
  }

  /** {@return what the builds noted, in order} */
  List<String> builds() throws IOException {
    return Files.exists(path("builds")) ? Files.readAllLines(path("builds")) : List.of();
  }

  /** {@return the published directories} */
  List<Path> published() throws IOException {
    try (Stream<Path> directories = Files.list(path("target/dist"))) {
      return directories.filter(Files::isDirectory).toList();
    }
  }
}

package io.filterport.verify.conformance.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes down in which world the tests of a class ran, for the reports of tests have a class's name
 * and a number only. The system property {@value #FILE} says where; without it nothing is written.
 */
public final class WorldReport implements TestExecutionListener {
  static final String FILE = "filterport.conformance.report";

  @Override
  public void executionStarted(TestIdentifier test) {
    String file = System.getProperty(FILE);
    if (file != null) {
      world(test).ifPresent(world -> write(Path.of(file), test.getLegacyReportingName(), world));
    }
  }

  private static Optional<String> world(TestIdentifier test) {
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .flatMap(source -> world(((ClassSource) source).getJavaClass(), test));
  }

  private static Optional<String> world(Class<?> tests, TestIdentifier test) {
    if (tests.isAnnotationPresent(EachWorld.class)) {
      return Optional.of(test.getDisplayName()).filter(WorldReport::isWorld);
    }
    return Optional.ofNullable(tests.getAnnotation(InWorld.class))
        .map(one -> one.value().toString());
  }

  /** The class itself, whose invocations are the worlds, is in none. */
  private static boolean isWorld(String name) {
    return WorldKind.wanted().anyMatch(kind -> kind.toString().equals(name));
  }

  private static void write(Path file, String tests, String world) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String line = tests + "=" + world + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

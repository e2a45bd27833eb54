package io.filterport.verify.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house, on the class files of all modules. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.filterport");

  private final Rules rules = new Rules(new House("io.filterport"));

  @Test
  void onlyTheNativeRoomTouchesNativeCode() {
    rules.onlyTheNativeRoomTouchesNativeCode().check(CLASSES);
  }

  @Test
  void engineIsPure() {
    rules.engineIsPure().check(CLASSES);
  }

  @Test
  void apiNeedsNothing() {
    rules.apiNeedsNothing().check(CLASSES);
  }

  @Test
  void roomsUseLowerFloors() {
    rules.roomsUseLowerFloors().check(CLASSES);
  }

  @Test
  void ipcHoldsNoSemantics() {
    rules.ipcHoldsNoSemantics().check(CLASSES);
  }

  @Test
  void nobodySleeps() {
    rules.nobodySleeps().check(CLASSES);
  }

  @Test
  void onlyTheCommandTalks() {
    rules.onlyTheCommandTalks().check(CLASSES);
  }

  @Test
  void everyRoomIsLookedAt() throws IOException {
    List<String> sources = sources();
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(CLASSES.stream().map(JavaClass::getName).collect(Collectors.toSet()))
        .containsAll(sources);
  }

  /** {@return the class that each source of a room is named after} */
  private static List<String> sources() throws IOException {
    try (Stream<Path> children = Files.list(root())) {
      return children
          .map(child -> child.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(ArchitectureTest::sourcesIn)
          .toList();
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("basedir", "."))
        .toAbsolutePath()
        .resolve("../..")
        .normalize();
  }

  private static Stream<String> sourcesIn(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .map(file -> directory.relativize(file).toString())
          .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
          .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

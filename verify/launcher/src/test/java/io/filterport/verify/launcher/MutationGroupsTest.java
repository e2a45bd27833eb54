package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the groups of mutation testing")
class MutationGroupsTest {
  private static final Path THIS_TREE = Path.of("../..");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final String PACKAGE = "io/filterport/";
  private static final String ENGINE = "engine/src/main/java/io/filterport";
  private static final String SECURITY = "api/src/main/java/io/filterport/security";

  /** {@return the words of all lines that begin with the given one, as patterns of names} */
  private static List<String> words(String first) throws IOException {
    return Files.readAllLines(THIS_TREE.resolve("verify/mutation/groups.txt")).stream()
        .filter(line -> line.startsWith(first + " "))
        .flatMap(line -> BLANK.splitAsStream(line.substring(first.length() + 1)))
        .toList();
  }

  /** {@return the classes of a directory, by their names below the common package} */
  private static Stream<String> classes(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(THIS_TREE.resolve(directory))) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
          .map(MutationGroupsTest::name)
          .toList()
          .stream();
    }
  }

  private static String name(String file) {
    int begin = file.indexOf(PACKAGE) + PACKAGE.length();
    return file.substring(begin, file.length() - ".java".length()).replace('/', '.');
  }

  /** As PIT reads one: a star stands for anything. */
  private static boolean matches(String pattern, String name) {
    return name.matches(pattern.replace(".", "\\.").replace("$", "\\$").replace("*", ".*"));
  }

  @Test
  @DisplayName("leave out no class of the engine or of security")
  void everyClass() throws IOException {
    List<String> patterns = words("classes");
    List<String> all = Stream.concat(classes(ENGINE), classes(SECURITY)).toList();
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(all)
        .allSatisfy(name -> assertThat(patterns).anyMatch(pattern -> matches(pattern, name)));
  }

  @Test
  @DisplayName("name no test that is not there")
  void everyTest() throws IOException {
    List<String> tests =
        Stream.of("api", "engine", "verify/conformance")
            .flatMap(room -> testsOf(room + "/src/test/java/io/filterport"))
            .toList();
    assertThat(words("tests"))
        .allSatisfy(pattern -> assertThat(tests).anyMatch(name -> matches(pattern, name)));
  }

  private static Stream<String> testsOf(String directory) {
    try {
      return classes(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.filterport.verify.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every example")
class ExamplesTest {
  private static final String ALL = "io.filterport.verify.examples.Example#all";

  @TempDir private Path classes;

  @ParameterizedTest
  @MethodSource(ALL)
  @DisplayName("prints what its README shows, and nothing to standard error")
  void runs(Example example) throws Exception {
    Example.Result result = example.run();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isNotEmpty().isEqualTo(example.promisedOutput());
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @DisplayName("compiles without a warning")
  void compiles(Example example) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-d", classes.toString(), "-cp", jars(example));
      compiler
          .getTask(
              said,
              files,
              null,
              options,
              null,
              files.getJavaFileObjectsFromPaths(example.sources()))
          .call();
    }
    assertThat(said.toString()).isEmpty();
  }

  private static String jars(Example example) throws IOException {
    try (Stream<Path> jars = Files.list(example.directory().resolve("target", "lib"))) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @DisplayName("can be copied: its build needs nothing of this tree but the published artifacts")
  void canBeCopied(Example example) throws IOException {
    assertThat(example.text("pom.xml"))
        .contains("<artifactId>" + example.name() + "</artifactId>")
        .doesNotContain("<parent>", "..");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @DisplayName("is linked from the project's README")
  void isLinked(Example example) throws IOException {
    assertThat(Files.readString(Example.TOP.resolve("README.md")))
        .contains("(examples/" + example.name() + "/README.md)");
  }

  @Test
  @DisplayName("is built by this build")
  void areModules() throws IOException {
    String reactor = Files.readString(Example.TOP.resolve("pom.xml"));
    assertThat(Example.all())
        .isNotEmpty()
        .allSatisfy(e -> assertThat(reactor).contains("<module>examples/" + e + "</module>"));
  }
}

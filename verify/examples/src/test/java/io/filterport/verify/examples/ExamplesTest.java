package io.filterport.verify.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every example")
class ExamplesTest {
  private static final String ALL = "io.filterport.verify.examples.Example#all";

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

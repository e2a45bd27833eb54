package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("build/javadoc.sh")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JavadocTest {
  private static final Pattern FETCHED = Pattern.compile("<(?:script|link|img)[^>]*\"https?:");

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  @Test
  @DisplayName("documents every module for programs, without a warning, and begins with an example")
  void documents() throws Exception {
    Path site = directory.resolve("api");
    Result result =
        Script.run(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            "../../build/javadoc.sh",
            site,
            annotations());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(site.resolve("index.html") + "\n");
    assertThat(result.exitCode()).isZero();
    assertThat(Files.readString(site.resolve("index.html")))
        .contains("FilterManager.in(space)")
        .doesNotContainPattern(FETCHED);
    assertThat(Files.readString(site.resolve("element-list")).lines())
        .contains(
            "module:io.filterport",
            "module:io.filterport.scanner",
            "module:io.filterport.spy",
            "module:io.filterport.volumes",
            "io.filterport.service")
        .doesNotContain("module:io.filterport.linux", "io.filterport.volumes.paths");
  }

  private static Path annotations() throws Exception {
    return Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}

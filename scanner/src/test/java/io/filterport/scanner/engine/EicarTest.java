package io.filterport.scanner.engine;

import static io.filterport.scanner.engine.Engines.found;
import static io.filterport.scanner.engine.Engines.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EicarTest {

  @Test
  void isTheTestFile() {
    assertThat(Eicar.testFile()).hasSize(68);
    assertThat(Engines.sha256(Eicar.testFile()))
        .isEqualTo("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
  }

  @Test
  void isFoundAloneWithWhiteSpaceAndEmbedded() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    byte[] padded = Arrays.copyOf(Eicar.testFile(), 128);
    Arrays.fill(padded, 68, 128, (byte) ' ');
    assertThat(scan(engine, Eicar.testFile())).isEqualTo(found("EICAR-Test-File", 0));
    assertThat(scan(engine, padded)).isEqualTo(found("EICAR-Test-File", 0));
    assertThat(engine.scan(SyntheticContent.of(10_000, 5_000, Eicar.testFile())))
        .isEqualTo(found("EICAR-Test-File", 5_000));
  }

  @Test
  void isNotFoundInPart() throws IOException {
    byte[] almost = Eicar.testFile();
    almost[67] ^= 0x20;
    assertThat(scan(PatternEngine.builtIn(), almost)).isEqualTo(ScanResult.clean());
  }

  @Test
  void isAmongTheSignaturesOfEveryFile() throws IOException {
    PatternEngine engine = Engines.engine("text A \"abcd\"");
    assertThat(scan(engine, Eicar.testFile())).isEqualTo(found("EICAR-Test-File", 0));
  }

  @Test
  void standsInNoFileOfThisModule() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    Path target = Path.of("target");
    List<Path> files =
        filesBelow(
            Path.of("src"),
            target.resolve("classes"),
            target.resolve("test-classes"),
            Path.of("..", "docs"));
    assertThat(files).anyMatch(file -> file.endsWith("Eicar.class"));
    assertThat(files)
        .allSatisfy(file -> assertThat(scanFile(engine, file)).isEqualTo(ScanResult.clean()));
  }

  private static List<Path> filesBelow(Path... directories) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      try (Stream<Path> below = Files.walk(directory)) {
        below.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }

  private static ScanResult scanFile(PatternEngine engine, Path file) throws IOException {
    try (Content content = Content.of(FileChannel.open(file))) {
      return engine.scan(content);
    }
  }
}

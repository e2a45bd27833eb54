package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult.Infected;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volumes.nio.FilteredFileSystems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/nio.md, run as it stands there. */
class UploadExampleTest {
  private static final Path PAGE = Path.of("..", "docs", "nio.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/filterport/scanner/UploadExampleTest.java");

  @TempDir private Path directory;

  // ---- page: upload
  private static String receive(InputStream body, Path directory, String name) throws IOException {
    ScanEngine engine = PatternEngine.builtIn();
    PreOperationCallback scanner =
        operation ->
            switch (operation.kind()) {
              case CREATE, RENAME, DELETE -> Verdict.ALLOW;
              case OPEN, EXEC, WRITE_CLOSE, ACCESS ->
                  engine.scan(operation.content()) instanceof Infected found
                      ? Verdict.deny(found.signature())
                      : Verdict.ALLOW;
            };
    try (FileSystem files = FilteredFileSystems.wrap(FileSystems.getDefault(), scanner)) {
      Path upload = files.getPath(directory.toString(), name);
      try {
        Files.copy(body, upload);
        return "kept";
      } catch (AccessDeniedException e) {
        Files.deleteIfExists(upload);
        return "refused: " + e.getReason();
      }
    }
  }

  // ---- page: end of upload

  @Test
  @DisplayName("a clean upload is kept, an infected one is refused and gone")
  void receives() throws IOException {
    InputStream clean = new ByteArrayInputStream(new byte[] {1, 2, 3});
    assertThat(receive(clean, directory, "clean")).isEqualTo("kept");
    assertThat(directory.resolve("clean")).hasBinaryContent(new byte[] {1, 2, 3});
    InputStream eicar = new ByteArrayInputStream(Eicar.testFile());
    assertThat(receive(eicar, directory, "eicar")).isEqualTo("refused: " + Eicar.NAME);
    assertThat(directory.resolve("eicar")).doesNotExist();
  }

  @Test
  @DisplayName("docs/nio.md holds exactly these lines")
  void standsInThePage() throws IOException {
    String source = between(SOURCE, "  // ---- page: upload", "  // ---- page: end of upload");
    String page = between(PAGE, "<!-- upload -->", "<!-- end of upload -->");
    assertThat(page.strip())
        .isEqualTo("```java\n" + source.stripTrailing().stripIndent().strip() + "\n```");
  }

  private static String between(Path file, String first, String last) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int begin = lines.indexOf(first) + 1;
    return String.join("\n", lines.subList(begin, lines.lastIndexOf(last)));
  }
}

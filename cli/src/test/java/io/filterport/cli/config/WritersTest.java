package io.filterport.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("who can write a file of code")
class WritersTest {
  private static final long STRANGER = 4_000_000;

  @TempDir private Path directory;
  private Path file;
  private int own;

  @BeforeEach
  void make() throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    directory = directory.toRealPath();
    file = Files.writeString(directory.resolve("f"), "");
    own = (int) Files.getAttribute(file, "unix:uid");
    allow(file, "rw-r--r--");
    allow(directory, "rwxr-xr-x");
  }

  private static void allow(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private Optional<Path> placeOfOthers() throws Exception {
    return Writers.placeOfOthers(file, own);
  }

  @Test
  @DisplayName("its group or everybody, the file itself or a directory above it")
  void permissions() throws Exception {
    assertThat(placeOfOthers())
        .isNotEqualTo(Optional.of(file))
        .isNotEqualTo(Optional.of(directory));
    allow(directory, "rwxrwxr-x");
    assertThat(placeOfOthers()).contains(directory);
    allow(directory, "rwxr-xrwx");
    assertThat(placeOfOthers()).contains(directory);
    allow(file, "rw-r--rw-");
    assertThat(placeOfOthers()).contains(file);
  }

  @Test
  @DisplayName("its owner, unless that is root or the user who is trusted")
  void owner() throws Exception {
    if (own == 0) {
      Files.setAttribute(file, "unix:uid", (int) STRANGER);
    }
    assertThat(Writers.placeOfOthers(file, STRANGER + 1)).contains(file);
    if (own == 0) {
      assertThat(Writers.placeOfOthers(file, STRANGER)).isNotEqualTo(Optional.of(file));
    }
  }
}

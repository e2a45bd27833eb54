package uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.scanner.engine.Eicar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what the example uploads receives")
class ReceiveTest {
  private final IOException broken = new IOException("the client is gone");

  @TempDir private Path parent;

  private Path directory() throws IOException {
    return Files.createDirectory(parent.resolve("uploads"));
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private InputStream breakingAfter(byte[] bytes) {
    return new SequenceInputStream(
        stream(bytes),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw broken;
          }
        });
  }

  @Test
  @DisplayName("is not kept if it is infected and its stream breaks")
  void infectedAndBroken() throws IOException {
    Path directory = directory();
    assertThatThrownBy(
            () -> Uploads.receive(breakingAfter(Eicar.testFile()), directory, "eicar.com"))
        .isSameAs(broken);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @DisplayName("is not kept if its stream breaks, clean as it is")
  void cleanAndBroken() throws IOException {
    Path directory = directory();
    assertThatThrownBy(
            () -> Uploads.receive(breakingAfter(new byte[] {'D', 'e'}), directory, "letter.txt"))
        .isSameAs(broken);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @DisplayName("takes nobody else's name, and leaves what stands there")
  void existing() throws IOException {
    Path directory = directory();
    Path letter = Files.writeString(directory.resolve("letter.txt"), "the first");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> Uploads.receive(stream(Eicar.testFile()), directory, "letter.txt"));
    assertThat(letter).hasContent("the first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "./", "../", "../letter", "a/letter", "/letter", "/", "a\0"})
  @DisplayName("stays in its directory, whatever name the client sends")
  void otherPlaces(String name) throws IOException {
    Path directory = directory();
    Files.createDirectory(directory.resolve("a"));
    assertThatExceptionOfType(InvalidPathException.class)
        .isThrownBy(() -> Uploads.receive(stream(new byte[1]), directory, name));
    assertThat(parent)
        .isDirectoryRecursivelyContaining("glob:**/a")
        .isDirectoryNotContaining("glob:**/letter");
    assertThat(directory.resolve("a")).isEmptyDirectory();
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import io.filterport.linux.LinuxSupport;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("where events go")
class EventSinkTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("events.jsonl");
  }

  @Test
  @DisplayName("a file is appended to, and made for its owner only")
  void appended() throws Exception {
    for (String line : new String[] {"1", "2"}) {
      try (EventFile file = EventFile.open(file())) {
        file.write(line);
      }
    }
    assertThat(file()).hasContent("1\n2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("a file that was renamed or removed is followed by a new one, without a word")
  void rotated() throws Exception {
    Path old = directory.resolve("events.jsonl.1");
    try (EventFile file = EventFile.open(file())) {
      file.write("1");
      Files.move(file(), old);
      file.write("2");
      assertThat(file()).hasContent("2\n");
      Files.delete(file());
      Files.writeString(file(), "another's\n");
      file.write("3");
    }
    assertThat(old).hasContent("1\n");
    assertThat(file()).hasContent("another's\n3\n");
  }

  @Test
  @DisplayName("a file that is renamed as soon as it is open is followed by the one in its place")
  void rotatedWhileOpened() throws Exception {
    Path old = directory.resolve("events.jsonl.1");
    NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
    Volume.Attachment _ =
        volume.attach(
            "1",
            operation -> Verdict.ALLOW,
            (operation, status) -> {
              if (!Files.exists(old)) {
                Files.move(file(), old);
                Files.createFile(file());
              }
            });
    try (EventFile file = EventFile.open(volume.fileSystem().getPath(file().toString()))) {
      file.write("1");
    }
    assertThat(old).isEmptyFile();
    assertThat(file()).hasContent("1\n");
  }

  @Test
  @DisplayName("a file that cannot be opened again costs lines until it can")
  void unwritable() throws Exception {
    try (EventFile file = EventFile.open(file())) {
      Files.delete(file());
      Files.createDirectory(file());
      assertThatThrownBy(() -> file.write("1")).isInstanceOf(IOException.class);
      Files.delete(file());
      file.write("2");
    }
    assertThat(file()).hasContent("2\n");
  }

  @Test
  @DisplayName(
      "a pipe that has come in a file's place costs lines, and nobody waits for its reader")
  void pipeInItsPlace() throws Exception {
    Shell.assumeInstalled("mkfifo");
    try (EventFile file = EventFile.open(file())) {
      Files.delete(file());
      assertThat(Shell.run("mkfifo", file().toString()).exitCode()).isZero();
      assertThatThrownBy(() -> file.write("1")).hasMessageContaining("no regular file");
      Files.delete(file());
      file.write("2");
    }
    assertThat(file()).hasContent("2\n");
  }

  @Test
  @DisplayName("a file never follows its path to another file system")
  void otherFileSystem() throws Exception {
    Path other = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(other));
    Path target = Files.createTempFile(other, "filterport", ".jsonl");
    try (EventFile file = EventFile.open(file())) {
      assumeTrue(!Files.getFileStore(other).equals(Files.getFileStore(file())));
      Files.delete(file());
      Files.createSymbolicLink(file(), target);
      assertThatThrownBy(() -> file.write("1")).hasMessageContaining("another file system");
      assertThat(target).isEmptyFile();
    } finally {
      Files.delete(target);
    }
  }

  @Test
  @DisplayName("standard output gets a line each")
  void standardOutput() throws Exception {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (EventStream stream = new EventStream(read)) {
      stream.write("1 \u00fc");
      stream.write("2");
    }
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("1 \u00fc\n2\n");
  }

  /** Takes a part of what is written while it is full. */
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean full;

    @Override
    public void write(int b) {
      kept.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      kept.write(bytes, offset, full ? length / 2 : length);
      if (full) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  @DisplayName(
      "standard output that could not be written once gets the lines after that, and whole")
  void standardOutputAgain() throws Exception {
    Disk disk = new Disk();
    try (EventStream stream = new EventStream(disk)) {
      stream.write("first");
      disk.full = true;
      assertThatThrownBy(() -> stream.write("second"))
          .isInstanceOf(IOException.class)
          .hasMessage("standard output: No space left on device");
      disk.full = false;
      stream.write("third");
      stream.write("fourth");
    }
    assertThat(disk.kept.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsec\nthird\nfourth\n");
  }

  @Test
  @DisplayName("what is no regular file is refused")
  void noFile() {
    assertThatThrownBy(() -> EventFile.open(directory))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("no regular file");
  }

  @Test
  @DisplayName("the journal gets a datagram each, also after it was restarted")
  void journal() throws Exception {
    assumeTrue(LinuxSupport.isAvailable());
    Path path = directory.resolve("journal");
    FakeJournal first = new FakeJournal(path);
    try (Journal journal = Journal.at(path)) {
      journal.write("{\"schema\":1}");
      assertThat(first.entry())
          .isEqualTo("PRIORITY=5\nSYSLOG_IDENTIFIER=filterport-events\nMESSAGE={\"schema\":1}\n");
      first.close();
      assertThatThrownBy(() -> journal.write("lost")).isInstanceOf(IOException.class);
      Files.delete(path);
      try (FakeJournal second = new FakeJournal(path)) {
        journal.write("again");
        assertThat(second.entry()).contains("MESSAGE=again\n");
      }
    }
  }

  @Test
  @DisplayName("the journal gets what is too long for a datagram in a sealed file, in its place")
  void longLine() throws Exception {
    assumeTrue(LinuxSupport.isAvailable());
    Path path = directory.resolve("journal");
    String line = "x".repeat(8 << 20);
    try (FakeJournal journald = new FakeJournal(path);
        Journal journal = Journal.at(path)) {
      journal.write("1");
      journal.write(line);
      journal.write("3");
      assertThat(journald.entry()).endsWith("\nMESSAGE=1\n");
      String entry = journald.entryInFile();
      assertThat(entry).startsWith("PRIORITY=5\nSYSLOG_IDENTIFIER=filterport-events\nMESSAGE=x");
      assertThat(entry.endsWith("=" + line + "\n")).isTrue();
      assertThat(journald.entry()).endsWith("\nMESSAGE=3\n");
    }
  }

  @Test
  @DisplayName("without a journal it is refused")
  void noJournal() {
    assumeTrue(LinuxSupport.isAvailable());
    assertThatThrownBy(() -> Journal.at(directory.resolve("none")))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("ENOENT");
  }
}

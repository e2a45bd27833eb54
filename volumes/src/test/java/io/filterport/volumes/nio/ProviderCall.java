package io.filterport.volumes.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.List;
import java.util.Set;

/**
 * The calls of a provider in a directory with the files {@code file} and {@code other}, an empty
 * {@code directory}, and a {@code link} to {@code file}; and the operations that each of them is.
 *
 * @param operations as {@link KindFilter} tells them
 */
record ProviderCall(String name, Action action, List<String> operations) {

  static List<ProviderCall> all() {
    return List.of(
        call("read stream", d -> Files.newInputStream(d.resolve("file")).close(), "OPEN file:text"),
        call(
            "read byte channel",
            d -> Files.newByteChannel(d.resolve("file")).close(),
            "OPEN file:text"),
        call(
            "read file channel",
            d -> FileChannel.open(d.resolve("file")).close(),
            "OPEN file:text"),
        call(
            "read asynchronously",
            d -> AsynchronousFileChannel.open(d.resolve("file"), READ).close(),
            "OPEN file:text"),
        call("read link", d -> Files.newInputStream(d.resolve("link")).close(), "OPEN link:text"),
        call(
            "write stream",
            d -> Files.writeString(d.resolve("new"), "more"),
            "CREATE new:",
            "WRITE_CLOSE new:more"),
        call(
            "write stream again",
            d -> Files.writeString(d.resolve("file"), "more"),
            "OPEN file:text",
            "WRITE_CLOSE file:more"),
        call(
            "write stream appending",
            d -> Files.writeString(d.resolve("file"), "more", APPEND),
            "OPEN file:text",
            "WRITE_CLOSE file:textmore"),
        call(
            "write byte channel",
            d -> byteChannel(d.resolve("new"), CREATE, WRITE),
            "CREATE new:",
            "WRITE_CLOSE new:more"),
        call(
            "write byte channel again",
            d -> byteChannel(d.resolve("file"), READ, WRITE, TRUNCATE_EXISTING),
            "OPEN file:text",
            "WRITE_CLOSE file:more"),
        call(
            "write file channel",
            d -> fileChannel(d.resolve("new"), CREATE_NEW, WRITE),
            "CREATE new:",
            "WRITE_CLOSE new:more"),
        call(
            "write file channel again",
            d -> fileChannel(d.resolve("file"), CREATE, APPEND),
            "OPEN file:text",
            "WRITE_CLOSE file:textmore"),
        call(
            "write asynchronously",
            d -> asynchronously(d.resolve("new"), CREATE, WRITE),
            "CREATE new:",
            "WRITE_CLOSE new:more"),
        call(
            "write asynchronously again",
            d -> asynchronously(d.resolve("file"), READ, WRITE),
            "OPEN file:text",
            "WRITE_CLOSE file:more"),
        call(
            "write nothing",
            d -> Files.newByteChannel(d.resolve("file"), WRITE).close(),
            "OPEN file:text",
            "WRITE_CLOSE file:text"),
        call(
            "write link",
            d -> Files.writeString(d.resolve("link"), "more"),
            "OPEN link:text",
            "WRITE_CLOSE link:more"),
        call(
            "create file",
            d -> Files.createFile(d.resolve("new")),
            "CREATE new:",
            "WRITE_CLOSE new:"),
        call("create directory", d -> Files.createDirectory(d.resolve("new")), "CREATE new:"),
        call("create directories that exist", d -> Files.createDirectories(d.resolve("directory"))),
        call(
            "create symbolic link",
            d -> Files.createSymbolicLink(d.resolve("new"), d.resolve("file")),
            "CREATE new:"),
        call(
            "create link",
            d -> Files.createLink(d.resolve("new"), d.resolve("file")),
            "OPEN file:text",
            "CREATE new:"),
        call(
            "copy",
            d -> Files.copy(d.resolve("file"), d.resolve("new")),
            "OPEN file:text",
            "CREATE new:",
            "WRITE_CLOSE new:text"),
        call(
            "copy replacing",
            d -> Files.copy(d.resolve("file"), d.resolve("other"), REPLACE_EXISTING),
            "OPEN file:text",
            "DELETE other:old",
            "CREATE other:",
            "WRITE_CLOSE other:text"),
        call(
            "copy directory",
            d -> Files.copy(d.resolve("directory"), d.resolve("new")),
            "CREATE new:"),
        call(
            "copy link",
            d -> Files.copy(d.resolve("link"), d.resolve("new"), NOFOLLOW_LINKS),
            "CREATE new:"),
        call(
            "copy behind link",
            d -> Files.copy(d.resolve("link"), d.resolve("new")),
            "OPEN link:text",
            "CREATE new:",
            "WRITE_CLOSE new:text"),
        call(
            "move",
            d -> Files.move(d.resolve("file"), d.resolve("new")),
            "RENAME file -> new:text"),
        call(
            "move replacing",
            d -> Files.move(d.resolve("file"), d.resolve("other"), REPLACE_EXISTING),
            "RENAME file -> other:text",
            "DELETE other:old"),
        call(
            "move atomically",
            d -> Files.move(d.resolve("file"), d.resolve("other"), ATOMIC_MOVE),
            "RENAME file -> other:text",
            "DELETE other:old"),
        call(
            "move directory",
            d -> Files.move(d.resolve("directory"), d.resolve("new")),
            "RENAME directory -> new:"),
        call(
            "move link",
            d -> Files.move(d.resolve("link"), d.resolve("new")),
            "RENAME link -> new:"),
        call(
            "move over link",
            d -> Files.move(d.resolve("other"), d.resolve("link"), REPLACE_EXISTING),
            "RENAME other -> link:old",
            "DELETE link:"),
        call("delete", d -> Files.delete(d.resolve("file")), "DELETE file:text"),
        call("delete directory", d -> Files.delete(d.resolve("directory")), "DELETE directory:"),
        call("delete link", d -> Files.delete(d.resolve("link")), "DELETE link:"),
        call("delete if exists", d -> Files.deleteIfExists(d.resolve("file")), "DELETE file:text"),
        call("delete if missing", d -> Files.deleteIfExists(d.resolve("new"))),
        call(
            "look around",
            d -> {
              Files.walkFileTree(d, new SimpleFileVisitor<>() {});
              Files.exists(d.resolve("file"));
              Files.readAttributes(d.resolve("file"), "*");
              Files.readSymbolicLink(d.resolve("link"));
              Files.isSameFile(d.resolve("file"), d.resolve("other"));
              assertThat(d.resolve("file").toRealPath()).exists();
            }));
  }

  /** Methods of {@link Files} that are several calls, each with an outcome of its own. */
  static List<ProviderCall> composed() {
    return List.of(
        call(
            "copy from stream",
            d -> {
              try (InputStream in = InputStream.nullInputStream()) {
                Files.copy(in, d.resolve("file"), REPLACE_EXISTING);
              }
            },
            "DELETE file:text",
            "CREATE file:",
            "WRITE_CLOSE file:"),
        call(
            "create directories",
            d -> Files.createDirectories(d.resolve("directory/new/newer")),
            "CREATE newer:",
            "CREATE new:",
            "CREATE newer:"));
  }

  /** Those that fail, or do nothing. */
  static List<ProviderCall> vain() {
    return List.of(
        call("read missing", d -> Files.newInputStream(d.resolve("new")).close()),
        call("read nowhere", d -> Files.newInputStream(d.resolve("no/new")).close()),
        call(
            "read no link",
            d -> Files.newByteChannel(d.resolve("link"), READ, NOFOLLOW_LINKS).close(),
            "OPEN link:text"),
        call("write missing", d -> Files.newByteChannel(d.resolve("new"), WRITE).close()),
        call("write nowhere", d -> Files.createFile(d.resolve("no/new")), "CREATE new:"),
        call("create existing", d -> Files.createFile(d.resolve("file"))),
        call("create over link", d -> Files.createFile(d.resolve("link"))),
        call(
            "read and append",
            d -> FileChannel.open(d.resolve("file"), READ, APPEND).close(),
            "OPEN file:text"),
        call(
            "read to write",
            d -> Files.newInputStream(d.resolve("file"), WRITE).close(),
            "OPEN file:text"),
        call("create existing directory", d -> Files.createDirectory(d.resolve("directory"))),
        call(
            "create directory nowhere",
            d -> Files.createDirectory(d.resolve("no/new")),
            "CREATE new:"),
        call(
            "create existing symbolic link",
            d -> Files.createSymbolicLink(d.resolve("file"), d.resolve("other"))),
        call("create existing link", d -> Files.createLink(d.resolve("file"), d.resolve("other"))),
        call("create link to nothing", d -> Files.createLink(d.resolve("new"), d.resolve("no"))),
        call("copy missing", d -> Files.copy(d.resolve("no"), d.resolve("new"))),
        call(
            "copy to existing",
            d -> Files.copy(d.resolve("file"), d.resolve("other")),
            "OPEN file:text",
            "CREATE other:"),
        call(
            "copy to itself",
            d -> Files.copy(d.resolve("file"), d.resolve("file")),
            "OPEN file:text",
            "CREATE file:",
            "WRITE_CLOSE file:text"),
        call("move missing", d -> Files.move(d.resolve("no"), d.resolve("new"))),
        call(
            "move to existing",
            d -> Files.move(d.resolve("file"), d.resolve("other")),
            "RENAME file -> other:text"),
        call(
            "move to itself",
            d -> Files.move(d.resolve("file"), d.resolve("file")),
            "RENAME file -> file:text"),
        call("delete missing", d -> Files.delete(d.resolve("new"))),
        call("delete full", d -> Files.delete(d), "DELETE guarded:"));
  }

  /** A call in a directory. */
  interface Action {
    void run(Path directory) throws Exception;
  }

  private static ProviderCall call(String name, Action action, String... operations) {
    return new ProviderCall(name, action, List.of(operations));
  }

  @Override
  public String toString() {
    return name;
  }

  void run(Path directory) throws Exception {
    action.run(directory);
  }

  static void fill(Path directory) throws IOException {
    Files.writeString(directory.resolve("file"), "text");
    Files.writeString(directory.resolve("other"), "old");
    Files.createDirectory(directory.resolve("directory"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file").getFileName());
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static void byteChannel(Path file, OpenOption... options) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
      channel.write(bytes("more"));
    }
  }

  private static void fileChannel(Path file, OpenOption... options) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(options))) {
      channel.write(bytes("more"));
    }
  }

  private static void asynchronously(Path file, OpenOption... options) throws Exception {
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, options)) {
      channel.write(bytes("more"), 0).get();
    }
  }
}

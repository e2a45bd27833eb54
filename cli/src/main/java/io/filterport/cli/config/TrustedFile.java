package io.filterport.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file that tells a privileged process what to do. Who can write it, or a directory on the
 * way to it, can decide what root guards: then nothing is read. A directory with the sticky bit
 * lets nobody replace what others own. Stateless.
 */
final class TrustedFile {
  /** The longest file. */
  static final int MAX_BYTES = 1 << 20;

  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;
  private static final Path ROOT = Path.of("/");

  private TrustedFile() {}

  static String read(Path path, boolean privileged) {
    try {
      Path real = path.toRealPath();
      if (privileged) {
        refuseIf(isWritableByOthers(real), real);
        Path _ = followed(ROOT, path.toAbsolutePath());
      }
      return text(real, path);
    } catch (IOException e) {
      throw ConfigException.of(
          path + " cannot be read: " + e, "name a readable file; filterport check-config FILE");
    }
  }

  /**
   * {@return where a path leads} Each directory in which a name is looked up is one in which it can
   * be turned elsewhere, so links are followed by hand.
   *
   * @param from where a relative path begins, without links
   */
  private static Path followed(Path from, Path path) throws IOException {
    Path at = path.isAbsolute() ? ROOT : from;
    for (Path name : path) {
      refuseIf(isWritableByOthers(at) && (mode(at) & STICKY) == 0, at);
      Path next = at.resolve(name).normalize();
      at = Files.isSymbolicLink(next) ? followed(at, Files.readSymbolicLink(next)) : next;
    }
    return at;
  }

  private static boolean isWritableByOthers(Path path) throws IOException {
    return (mode(path) & WRITABLE_BY_OTHERS) != 0;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode");
  }

  private static void refuseIf(boolean writable, Path path) {
    if (writable) {
      throw ConfigException.untrusted(
          "configuration: others than root and its owner can write " + path,
          "chmod go-w " + path + ", for a host of root obeys this file");
    }
  }

  private static String text(Path real, Path named) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(real)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw ConfigException.of(
          named + " is longer than " + MAX_BYTES + " bytes", "name a configuration file");
    }
    return decoded(bytes, named);
  }

  private static String decoded(byte[] bytes, Path named) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ConfigException.of(named + " is not UTF-8", "save it as UTF-8");
    }
  }
}

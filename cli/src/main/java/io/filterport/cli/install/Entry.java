package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What was made at a path, so that a change can be seen later.
 *
 * @param kind {@code f} for a file, {@code l} for a link, {@code d} for a directory
 * @param mark the SHA-256 of a file, what a link contains, {@code -} for a directory
 * @param path where, relative to the root
 */
record Entry(char kind, String mark, String path) {
  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 3;

  static Entry directory(String path) {
    return new Entry('d', "-", path);
  }

  static Entry file(String path, byte[] content) {
    return new Entry('f', sha256(content), path);
  }

  static Entry link(String path, String target) {
    return new Entry('l', target, path);
  }

  static Entry nothing(String path) {
    return new Entry('-', "-", path);
  }

  /** {@return what is there now; a kind {@code -} for nothing} */
  static Entry at(Path root, String path) throws IOException {
    Path place = root.resolve(path);
    if (Files.isSymbolicLink(place)) {
      return link(path, Files.readSymbolicLink(place).toString());
    }
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return directory(path);
    }
    return Files.exists(place) ? file(path, Files.readAllBytes(place)) : nothing(path);
  }

  boolean isNothing() {
    return kind == '-';
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String line() {
    return kind + SEPARATOR + mark + SEPARATOR + path;
  }

  static Entry parse(String line) throws IOException {
    String[] fields = line.split(SEPARATOR, FIELDS);
    if (fields.length != FIELDS || fields[0].length() != 1 || !isBelow(fields[2])) {
      throw new IOException("not an entry of a list of installed files: " + line);
    }
    return new Entry(fields[0].charAt(0), fields[1], fields[2]);
  }

  private static boolean isBelow(String path) {
    Path normal = Path.of(path).normalize();
    return !normal.isAbsolute() && !normal.startsWith("..");
  }
}

package io.filterport.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Who can change code that runs with the rights of somebody else. Stateless. */
public final class Writers {
  private static final int ROOT = 0;

  private Writers() {}

  /**
   * {@return the file, or the first directory above it, that others than root and one user can
   * write; empty if there is none}
   *
   * @param real a path without symbolic links, which others could turn elsewhere after the look
   * @param uid the user
   */
  public static Optional<Path> placeOfOthers(Path real, long uid) throws IOException {
    for (Path path = real; path != null; path = path.getParent()) {
      if (isWritableByOthers(path, uid)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static boolean isWritableByOthers(Path path, long uid) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid");
    Set<PosixFilePermission> permissions =
        Files.readAttributes(path, PosixFileAttributes.class).permissions();
    return (owner != ROOT && owner != (int) uid)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }
}

package io.filterport.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The mounts that the calling thread sees, as /proc/thread-self/mountinfo lists them. */
public final class MountTable {
  private static final Path MOUNTS = Path.of("/proc/thread-self/mountinfo");

  /* columns */
  private static final int ID = 0;
  private static final int DEVICE = 2;

  private MountTable() {}

  /**
   * {@return which file system a mount shows, such as {@code 253:1}, or null if the mount is not in
   * the table} Unlike {@link FileStatus#device} it is the same for all subvolumes of one file
   * system.
   *
   * @param mountId from {@link FileStatus#mountId}
   */
  public static @Nullable String device(long mountId) {
    String id = Long.toString(mountId);
    try {
      return Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.split(" ", DEVICE + 2))
          .filter(columns -> columns[ID].equals(id))
          .map(columns -> columns[DEVICE])
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.FileSystemType;
import java.nio.file.Path;

/**
 * Where verdicts can be kept: on file systems where a read lease was seen to find every writer.
 * Network file systems change elsewhere. On overlayfs a mapping keeps only the file below open, of
 * which a lease on the file above knows nothing.
 */
final class CachingSupport {
  private CachingSupport() {}

  static void check(Path directory, int descriptor) {
    long type = FileSystemType.of(descriptor);
    if (type != FileSystemType.EXT && type != FileSystemType.TMPFS) {
      throw new FilterPortException(
          "keeping verdicts on the files of %s, a file system of type 0x%x"
              .formatted(directory, type),
          NtStatus.NOT_SUPPORTED,
          "Verdicts are kept on ext4 and tmpfs only; guard it without a cache");
    }
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.FileSystemType;
import io.filterport.linux.Kernel;
import java.nio.file.Path;

/**
 * Where verdicts can be kept: on a file system where a read lease was seen to find every writer, of
 * a kernel that asks about every open.
 *
 * <p>Network file systems change elsewhere. On overlayfs a mapping keeps only the file below open,
 * of which a lease on the file above knows nothing. On tmpfs a page can be pinned, by an io_uring
 * for one, and is then stored into when descriptor and mapping are gone, which no lease and no time
 * tells. Ext4 lets nobody pin a page for long since Linux 6.5; before, it did, and an open through
 * an overlay was no event either.
 */
final class CachingSupport {
  private CachingSupport() {}

  static void check(Path directory, int descriptor) {
    check(directory, FileSystemType.of(descriptor), Kernel.release());
  }

  static void check(Path directory, long type, String release) {
    if (type != FileSystemType.EXT) {
      throw new FilterPortException(
          "keeping verdicts on the files of %s, a file system of type 0x%x"
              .formatted(directory, type),
          NtStatus.NOT_SUPPORTED,
          "Verdicts are kept on ext4 only; guard it without a cache");
    }
    if (!FanotifySupport.asksThroughOverlays(release)) {
      throw new FilterPortException(
          "keeping verdicts on the files of %s with Linux %s".formatted(directory, release),
          NtStatus.NOT_SUPPORTED,
          "Older kernels than 6.5 have writers that are not noticed; guard it without a cache");
    }
  }
}

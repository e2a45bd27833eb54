package io.filterport.volumes.fanotify;

import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the event's descriptor tells about its file. Immutable.
 *
 * @param status of the file; its result may be an error
 * @param path as this process sees it, or null if it cannot be told
 */
record OpenedFile(FileStatus status, @Nullable String path) {
  static OpenedFile of(int fd) {
    return new OpenedFile(FileStatus.of(fd), Fds.path(fd));
  }

  boolean isKnownToBeNeitherFileNorDirectory() {
    return status.result() == 0 && !status.isRegular() && !status.isDirectory();
  }

  boolean isDirectory() {
    return status.isDirectory();
  }

  long size() {
    return isDirectory() ? 0 : status.size();
  }

  String pathForPeople() {
    return path == null ? "(unknown)" : path;
  }
}

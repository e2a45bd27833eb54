package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;

/**
 * What tells a file from all others, and its content from what it was: the same key means the same
 * content, unless somebody had it open for writing in between, or changed it within the granularity
 * of its times. Immutable.
 *
 * @param id which file; a number that is used again has a new ctime
 * @param size in bytes
 * @param modifiedNanos mtime, which the owner can set
 * @param changedNanos ctime, which nobody can
 */
record FileKey(Id id, long size, long modifiedNanos, long changedNanos) {

  /** A file, whatever is in it and however many names it has. */
  record Id(long device, long inode) {
    static Id of(FileStatus status) {
      return new Id(status.device(), status.inode());
    }
  }

  static FileKey of(FileStatus status) {
    return new FileKey(Id.of(status), status.size(), status.modifiedNanos(), status.changedNanos());
  }
}

package io.filterport.volumes.nio;

import io.filterport.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A path of the delegate and what stood there when somebody looked. Immutable.
 *
 * @param path as the caller wrote it
 * @param attributes null if nothing stood there
 */
record Entry(Path path, @Nullable BasicFileAttributes attributes) {

  static Entry missing(Path path) {
    return new Entry(path, null);
  }

  /** What must be there. */
  static Entry of(Path path, LinkOption... links) throws IOException {
    return new Entry(path, Files.readAttributes(path, BasicFileAttributes.class, links));
  }

  /** What cannot be looked at counts as missing. */
  static Entry ofOrMissing(Path path) {
    try {
      return of(path);
    } catch (IOException e) {
      return missing(path);
    }
  }

  /** A file, directory or link that must be there, and not what a link leads to. */
  static Entry itself(Path path) throws IOException {
    return of(path, LinkOption.NOFOLLOW_LINKS);
  }

  static Entry itselfOrMissing(Path path) throws IOException {
    try {
      return itself(path);
    } catch (NoSuchFileException e) {
      return missing(path);
    }
  }

  boolean exists() {
    return attributes != null;
  }

  boolean isFile() {
    return attributes != null && attributes.isRegularFile();
  }

  long size() {
    return attributes != null && attributes.isRegularFile() ? attributes.size() : 0;
  }

  /** What tells it from another file in its place; null where the file system cannot say. */
  @Nullable Object key() {
    return attributes == null ? null : attributes.fileKey();
  }

  // Opening a pipe or a device to look into it would block, or take what is meant for the opener.
  Content openContent() throws IOException {
    return isFile() ? SeekableContent.of(Files.newByteChannel(path)) : Content.of(new byte[0]);
  }
}

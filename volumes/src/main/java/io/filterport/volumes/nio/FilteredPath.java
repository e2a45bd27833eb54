package io.filterport.volumes.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path of the guarded view. Immutable.
 *
 * <p>Equal to another exactly if both belong to the same view and their delegates are equal.
 */
final class FilteredPath implements Path {
  private final FilteredFileSystem fileSystem;
  private final Path delegate;

  FilteredPath(FilteredFileSystem fileSystem, Path delegate) {
    this.fileSystem = fileSystem;
    this.delegate = Objects.requireNonNull(delegate);
  }

  Path delegate() {
    return delegate;
  }

  private Path wrap(Path path) {
    return fileSystem.wrap(path);
  }

  private Path unwrap(Path path) {
    return fileSystem.unwrap(path);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return delegate.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return fileSystem.wrapOrNull(delegate.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return fileSystem.wrapOrNull(delegate.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return fileSystem.wrapOrNull(delegate.getParent());
  }

  @Override
  public int getNameCount() {
    return delegate.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(delegate.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return wrap(delegate.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return fileSystem.owns(other) && delegate.startsWith(unwrap(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return fileSystem.owns(other) && delegate.endsWith(unwrap(other));
  }

  @Override
  public Path normalize() {
    return wrap(delegate.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(delegate.resolve(unwrap(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(delegate.relativize(unwrap(other)));
  }

  @Override
  public URI toUri() {
    return FilteredUri.of(delegate);
  }

  @Override
  public Path toAbsolutePath() {
    return wrap(delegate.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    fileSystem.checkOpen();
    return wrap(delegate.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    fileSystem.checkOpen();
    if (watcher instanceof FilteredWatchService filtered
        && filtered.fileSystem().equals(fileSystem)) {
      return filtered.register(delegate, events, modifiers);
    }
    throw new ProviderMismatchException("the watch service is not one of this volume");
  }

  /**
   * Throws ClassCastException for a path of another provider, as {@link Path} demands: each volume
   * has its own.
   */
  @Override
  public int compareTo(Path other) {
    FilteredPath path = (FilteredPath) other;
    if (!path.fileSystem.equals(fileSystem)) {
      throw new ClassCastException("a path of another volume");
    }
    return delegate.compareTo(path.delegate);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilteredPath path
        && path.fileSystem.equals(fileSystem)
        && path.delegate.equals(delegate);
  }

  @Override
  public int hashCode() {
    return delegate.hashCode();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}

package io.filterport.volumes.nio;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The guarded view of a file system. Safe for use by any thread. */
class FilteredFileSystem extends FileSystem {
  private final FileSystem delegate;
  private final FilteredFileSystemProvider provider;

  FilteredFileSystem(FileSystem delegate, Gate gate) {
    this.delegate = delegate;
    this.provider = new FilteredFileSystemProvider(this, delegate.provider(), gate);
  }

  FileSystem delegate() {
    return delegate;
  }

  FilteredPath wrap(Path path) {
    return new FilteredPath(this, path);
  }

  @Nullable Path wrapOrNull(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  Iterable<Path> wrapAll(Iterable<Path> paths) {
    return StreamSupport.stream(paths.spliterator(), false).<Path>map(this::wrap).toList();
  }

  boolean owns(Path path) {
    return equals(path.getFileSystem());
  }

  /** The delegate checks for itself; one that stays open, while this is closed, cannot. */
  final void checkOpen() {
    if (!isOpen()) {
      throw new ClosedFileSystemException();
    }
  }

  /**
   * The delegate's path.
   *
   * @throws ProviderMismatchException if the path is not of this file system
   */
  Path unwrap(Path path) {
    if (path instanceof FilteredPath filtered && owns(filtered)) {
      return filtered.delegate();
    }
    throw new ProviderMismatchException(path + " is not a path of this volume");
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    delegate.close();
  }

  @Override
  public boolean isOpen() {
    return delegate.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return delegate.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return delegate.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    checkOpen();
    return wrapAll(delegate.getRootDirectories());
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    return delegate.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return delegate.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    checkOpen();
    return wrap(delegate.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = delegate.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(unwrap(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return delegate.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    checkOpen();
    return new FilteredWatchService(this, delegate.newWatchService());
  }
}

package io.filterport.volumes.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Asks before every open, and hands everything on to another provider. Safe for use by any thread.
 *
 * <p>Each volume has a provider of its own, so that {@link java.nio.file.Files} copies and moves
 * between two volumes by opening files, which both are asked about.
 */
final class FilteredFileSystemProvider extends FileSystemProvider {
  private final FilteredFileSystem fileSystem;
  private final FileSystemProvider delegate;
  private final Gate gate;

  FilteredFileSystemProvider(
      FilteredFileSystem fileSystem, FileSystemProvider delegate, Gate gate) {
    this.fileSystem = fileSystem;
    this.delegate = delegate;
    this.gate = gate;
  }

  private Path unwrap(Path path) {
    return fileSystem.unwrap(path);
  }

  // How a file is opened: asked about.

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return delegate.newByteChannel(permitted(path, options), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return delegate.newFileChannel(permitted(path, options), options, attributes);
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    return delegate.newAsynchronousFileChannel(
        permitted(path, options), options, executor, attributes);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return delegate.newInputStream(permitted(path, Set.of(StandardOpenOption.READ)), options);
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    return delegate.newOutputStream(permitted(path, ofOutputStream(options)), options);
  }

  private static Set<OpenOption> ofOutputStream(OpenOption... options) {
    Set<OpenOption> all = new HashSet<>(Arrays.asList(options));
    if (all.isEmpty()) {
      all.add(StandardOpenOption.CREATE);
    }
    all.add(StandardOpenOption.WRITE);
    return all;
  }

  private Path permitted(Path path, Set<? extends OpenOption> options) throws IOException {
    Path file = unwrap(path);
    gate.beforeOpen(file, options);
    return file;
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    gate.beforeCopy(unwrap(source), unwrap(target), options);
    delegate.copy(unwrap(source), unwrap(target), options);
  }

  // Renames and deletes: handed on unasked.

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    delegate.move(unwrap(source), unwrap(target), options);
  }

  @Override
  public void delete(Path path) throws IOException {
    delegate.delete(unwrap(path));
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    return delegate.deleteIfExists(unwrap(path));
  }

  // Directories and links.

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return new FilteredDirectoryStream(
        fileSystem,
        delegate.newDirectoryStream(
            unwrap(directory), entry -> filter.accept(fileSystem.wrap(entry))));
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    delegate.createDirectory(unwrap(directory), attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    delegate.createSymbolicLink(unwrap(link), unwrap(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    delegate.createLink(unwrap(link), unwrap(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return fileSystem.wrap(delegate.readSymbolicLink(unwrap(link)));
  }

  // Attributes.

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return fileSystem.owns(other) && delegate.isSameFile(unwrap(path), unwrap(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return delegate.isHidden(unwrap(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return delegate.getFileStore(unwrap(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    delegate.checkAccess(unwrap(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return delegate.getFileAttributeView(unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return delegate.readAttributes(unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> @Nullable A readAttributesIfExists(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return delegate.readAttributesIfExists(unwrap(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return delegate.readAttributes(unwrap(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    delegate.setAttribute(unwrap(path), attribute, value, options);
  }

  @Override
  public boolean exists(Path path, LinkOption... options) {
    return delegate.exists(unwrap(path), options);
  }

  // URIs.

  @Override
  public String getScheme() {
    return FilteredUri.scheme(delegate.getScheme());
  }

  /** Not possible: the wrapper needs callbacks, which no URI can name. */
  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("NioVolume.wrap makes guarded file systems.");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return getPath(uri).getFileSystem();
  }

  @Override
  public Path getPath(URI uri) {
    Path path = Path.of(FilteredUri.unwrap(uri));
    if (!path.getFileSystem().equals(fileSystem.delegate())) {
      throw new FileSystemNotFoundException(uri + " is not on this volume");
    }
    return fileSystem.wrap(path);
  }
}

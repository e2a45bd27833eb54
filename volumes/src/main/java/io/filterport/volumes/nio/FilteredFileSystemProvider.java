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
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Asks, and hands everything on to another provider. Safe for use by any thread.
 *
 * <p>Each volume has a provider of its own, so that {@link java.nio.file.Files} copies and moves
 * between two volumes by opening and deleting files, which both are asked about.
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

  /** Called once more after a question: a view that was closed meanwhile may have asked nobody. */
  private Path unwrap(Path path) {
    fileSystem.checkOpen();
    return fileSystem.unwrap(path);
  }

  // How a file is opened: asked about; where it can be written, its close is, too.

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    OpenMode mode = new OpenMode(options);
    SeekableByteChannel channel =
        permitted(path, mode, file -> delegate.newByteChannel(file, options, attributes));
    return mode.writes() ? guarded(channel, writing(path, mode)) : channel;
  }

  private static SeekableByteChannel guarded(SeekableByteChannel channel, Writing writing) {
    return channel instanceof FileChannel file
        ? new FilteredFileChannel(file, writing)
        : new FilteredByteChannel(channel, writing);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    OpenMode mode = new OpenMode(options);
    FileChannel channel =
        permitted(path, mode, file -> delegate.newFileChannel(file, options, attributes));
    return mode.writes() ? new FilteredFileChannel(channel, writing(path, mode)) : channel;
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    OpenMode mode = new OpenMode(options);
    AsynchronousFileChannel channel =
        permitted(
            path,
            mode,
            file -> delegate.newAsynchronousFileChannel(file, options, executor, attributes));
    return mode.writes()
        ? new FilteredAsynchronousFileChannel(channel, writing(path, mode))
        : channel;
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return permitted(
        path, OpenMode.ofInputStream(options), file -> delegate.newInputStream(file, options));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    OpenMode mode = OpenMode.ofOutputStream(options);
    OutputStream stream = permitted(path, mode, file -> delegate.newOutputStream(file, options));
    return new FilteredOutputStream(stream, writing(path, mode));
  }

  private interface Opening<T> {
    T open(Path file) throws IOException;
  }

  private <T> T permitted(Path path, OpenMode mode, Opening<T> opening) throws IOException {
    return Questions.call(
        gate,
        questions -> {
          questions.open(unwrap(path), mode);
          return opening.open(unwrap(path));
        });
  }

  private Writing writing(Path path, OpenMode mode) {
    return new Writing(gate, fileSystem.unwrap(path), mode);
  }

  // How a file gets another name, a second place, or goes: asked about.

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    boolean writes =
        Questions.call(
            gate,
            questions -> {
              boolean file = questions.copy(unwrap(source), unwrap(target), options);
              delegate.copy(unwrap(source), unwrap(target), options);
              return file;
            });
    if (writes) {
      Questions.run(gate, questions -> questions.written(unwrap(target)));
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Questions.run(
        gate,
        questions -> {
          questions.move(unwrap(source), unwrap(target), options);
          delegate.move(unwrap(source), unwrap(target), options);
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    Questions.run(
        gate,
        questions -> {
          questions.delete(unwrap(path));
          delegate.delete(unwrap(path));
        });
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    try {
      delete(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  // Directories and links: made, asked about; read, not.

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
    Questions.run(
        gate,
        questions -> {
          questions.create(unwrap(directory));
          delegate.createDirectory(unwrap(directory), attributes);
        });
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Questions.run(
        gate,
        questions -> {
          questions.create(unwrap(link));
          delegate.createSymbolicLink(unwrap(link), unwrap(target), attributes);
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Questions.run(
        gate,
        questions -> {
          questions.link(unwrap(link), unwrap(existing));
          delegate.createLink(unwrap(link), unwrap(existing));
        });
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
    throw new UnsupportedOperationException("NioVolume makes guarded file systems.");
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

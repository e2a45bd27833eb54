package io.filterport.volumes.nio;

import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.nio.file.FileSystem;
import java.util.EnumSet;
import java.util.Set;

/**
 * A volume over any NIO file system: files opened through {@link #fileSystem()} are put to the
 * attached callbacks first. Safe for use by any thread; callbacks run on the thread that opens.
 *
 * <p>Asked about is every way to open a file: {@code newByteChannel}, {@code newFileChannel},
 * {@code newAsynchronousFileChannel}, {@code newInputStream}, {@code newOutputStream}, and {@code
 * copy}, which opens its source and makes its target. It is a {@link Kind#CREATE} if the file does
 * not exist and the options make it, else an {@link Kind#OPEN}. A denial is an {@link
 * java.nio.file.AccessDeniedException} with the reason, and nothing was made, truncated or opened.
 *
 * <p>Not asked about: renames ({@code move} within the file system), deletes, directories, links
 * and attributes. A moved or linked file is asked about when it is opened under its new name.
 *
 * <p>What it cannot do. It guards those who use its paths: other programs, {@code java.io}, and
 * paths of the delegate bypass it ({@link java.nio.file.Path#toFile()} throws for this reason).
 * Between the verdict and the open another process may put other bytes there. The time limit is
 * what callbacks are told; a callback that takes longer is waited for.
 */
public final class NioVolume implements Volume {
  private final VolumeOptions options;
  private final CallbackStack callbacks;
  private final Tally tally = new Tally();
  private final FileSystem fileSystem;

  private NioVolume(FileSystem delegate, VolumeOptions options) {
    this.options = options;
    this.callbacks = new CallbackStack(options);
    this.fileSystem = new FilteredFileSystem(delegate, new Gate(callbacks, tally, options));
  }

  /**
   * {@return a volume over a file system}
   *
   * @param delegate holds the files; it stays usable, unguarded
   * @param options name, default verdict, time limit
   */
  public static NioVolume wrap(FileSystem delegate, VolumeOptions options) {
    return new NioVolume(delegate, options);
  }

  /**
   * {@return the guarded view of the delegate} Open as long as the delegate is, and closing it
   * closes the delegate; the volume's {@link #close()} does not. Its provider is not installed: its
   * URIs have a scheme of their own, so that none leads past the guard.
   */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  @Override
  public String name() {
    return options.name();
  }

  /** {@return create and open} */
  @Override
  public Set<Kind> capabilities() {
    return EnumSet.of(Kind.CREATE, Kind.OPEN);
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback callback) {
    return callbacks.attach(altitude, callback);
  }

  @Override
  public VolumeCounters counters() {
    return tally.snapshot();
  }

  @Override
  public void close() {
    callbacks.close();
  }
}

package io.filterport.volumes.nio;

import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.nio.file.FileSystem;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A volume over any NIO file system: what is done through {@link #fileSystem()} is put to the
 * attached callbacks first. Safe for use by any thread; callbacks run on the calling thread.
 *
 * <p>A {@link Kind#CREATE} makes a file, a directory or a link, an {@link Kind#OPEN} opens a file
 * that exists, a {@link Kind#RENAME} moves within the file system, a {@link Kind#DELETE} removes,
 * also what a copy or a move replaces. A call that is several of these asks for each, before the
 * first happens. A denial is an {@link java.nio.file.AccessDeniedException} with the reason, and
 * everything is as it was.
 *
 * <p>A {@link Kind#WRITE_CLOSE} comes when a channel or stream that could write has been closed,
 * and after a copy. A denial cannot undo what was written: the file stays, and {@code close()}, or
 * {@code copy}, throws the {@link java.nio.file.AccessDeniedException}. Who writes uploads removes
 * the file then.
 *
 * <p>Post-operation callbacks are told when the call has come to something, before it returns or
 * throws; each operation of a call came to what the call came to.
 *
 * <p>What it cannot do. It guards those who use its paths: other programs, {@code java.io}, and
 * paths of the delegate bypass it ({@link java.nio.file.Path#toFile()} throws for this reason).
 * Between a verdict and what it allows another process may put other bytes there. Attributes are
 * not asked about. The time limit is what callbacks are told; a callback that takes longer is
 * waited for. The document {@code docs/nio.md} has the table of calls, and all that is known to
 * lead around.
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

  /** {@return all but exec, which is an open here} */
  @Override
  public Set<Kind> capabilities() {
    return EnumSet.of(Kind.CREATE, Kind.OPEN, Kind.WRITE_CLOSE, Kind.RENAME, Kind.DELETE);
  }

  /** {@return the same} */
  @Override
  public Set<Kind> reports() {
    return capabilities();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post) {
    return callbacks.attach(altitude, pre, post);
  }

  @Override
  public VolumeCounters counters() {
    return tally.snapshot();
  }

  @Override
  public Map<String, Long> untoldVerdicts() {
    return callbacks.verdicts().losses();
  }

  @Override
  public void close() {
    callbacks.close();
  }
}

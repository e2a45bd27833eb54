package io.filterport.volumes.nio;

import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.nio.file.FileSystem;

/**
 * File systems with one filter on them, for an application that looks at what it is sent: no
 * manager, no port, no privileges. Stateless.
 *
 * <pre>{@code
 * try (FileSystem uploads = FilteredFileSystems.wrap(FileSystems.getDefault(), scanner)) {
 *   Files.copy(upload, uploads.getPath("/srv/uploads/cv.pdf"));
 * } // AccessDeniedException: what was written is not what the filter allows
 * }</pre>
 */
public final class FilteredFileSystems {
  /** Where scanners stand. */
  private static final String ALTITUDE = "320000";

  private FilteredFileSystems() {}

  /**
   * {@return a view of a file system, through which whatever {@link NioVolume} asks about is put to
   * the filter first} A filter that throws, or returns null, denies.
   *
   * <p>Its close detaches the filter and ends the view, and leaves the file system open. Paths of a
   * closed view throw {@link java.nio.file.ClosedFileSystemException}. Channels and streams that
   * are still open then stay so, and nobody is asked when they are closed: close them first.
   *
   * @param fileSystem holds the files; it stays usable, unfiltered
   * @param filter decides, on the thread that wants the operation
   */
  public static FileSystem wrap(FileSystem fileSystem, PreOperationCallback filter) {
    VolumeOptions options =
        VolumeOptions.named("FilteredFileSystems(" + fileSystem.provider().getScheme() + ")");
    CallbackStack callbacks = new CallbackStack(options);
    callbacks.attach(ALTITUDE, filter);
    Gate gate = new Gate(callbacks, new Tally(), options);
    return new DetachingFileSystem(fileSystem, gate, callbacks::close);
  }
}

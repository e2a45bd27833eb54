package io.filterport.volumes.nio;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A directory's entries as guarded paths. To be used by one thread, as its delegate is.
 *
 * <p>Never a {@link java.nio.file.SecureDirectoryStream}, even if the delegate is one: that could
 * open files unasked.
 */
record FilteredDirectoryStream(FilteredFileSystem fileSystem, DirectoryStream<Path> delegate)
    implements DirectoryStream<Path> {

  @Override
  public Iterator<Path> iterator() {
    Iterator<Path> entries = delegate.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Path next() {
        return fileSystem.wrap(entries.next());
      }
    };
  }

  @Override
  public void close() throws IOException {
    delegate.close();
  }
}

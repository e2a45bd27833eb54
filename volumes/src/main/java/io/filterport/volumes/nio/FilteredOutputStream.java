package io.filterport.volumes.nio;

import java.io.IOException;
import java.io.OutputStream;

/** A stream into a file, whose close asks. Safe for use by any thread if its delegate is. */
final class FilteredOutputStream extends OutputStream {
  private final OutputStream delegate;
  private final Writing writing;

  FilteredOutputStream(OutputStream delegate, Writing writing) {
    this.delegate = delegate;
    this.writing = writing;
  }

  @Override
  public void write(int oneByte) throws IOException {
    delegate.write(oneByte);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    delegate.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    delegate.flush();
  }

  @Override
  public void close() throws IOException {
    writing.close(delegate);
  }
}

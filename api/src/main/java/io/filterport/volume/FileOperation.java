package io.filterport.volume;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import java.io.IOException;

/**
 * A file operation that waits for a verdict. Valid until the callback returns, for use by any
 * thread until then.
 */
public interface FileOperation {
  /** What is about to happen. Further kinds may come: treat an unknown one as {@link #OPEN}. */
  enum Kind {
    /** A new regular file is made and opened. It has no content yet. */
    CREATE,
    /** A file that exists is opened, for reading or writing. */
    OPEN,
    /** A file is opened to be executed as a program. */
    EXEC
  }

  /** {@return what is about to happen} */
  Kind kind();

  /**
   * {@return the file's absolute path as the volume saw it} For people to read: it may belong to
   * another file system or mount namespace, or be gone by now; never open it.
   */
  String path();

  /** {@return the file's size in bytes when the operation began, 0 for anything not a file} */
  long size();

  /** {@return the process that asks, or {@link AccessToken#UNKNOWN}} */
  long processId();

  /** {@return the Unix uid of the process that asks, or {@link AccessToken#UNKNOWN}} */
  long userId();

  /**
   * {@return the file's bytes; empty for {@link Kind#CREATE}} The same object at every call, closed
   * by the volume when the callbacks have returned; a callback that closes it takes it from those
   * at lower altitudes.
   *
   * @throws IOException if the file cannot be opened for reading
   */
  Content content() throws IOException;

  /**
   * {@return how long the opener still waits} To be handed to {@link
   * io.filterport.filter.ClientPort#send}. A verdict that comes later may find the operation
   * decided by the volume's default verdict.
   */
  Timeout timeLeft();
}

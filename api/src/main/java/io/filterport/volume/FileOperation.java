package io.filterport.volume;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import java.io.IOException;
import java.util.Optional;

/**
 * A file operation that waits for a verdict, or has come to something. Valid until the callback
 * returns, for use by any thread until then.
 *
 * <p>Which kinds there are, a volume says: {@link Volume#capabilities()}, {@link Volume#reports()}.
 *
 * <p>A {@link PostOperationCallback} gets the same object as the {@link PreOperationCallback} of
 * its filter, alive again. It is equal to no other, so what a filter wants to know again afterwards
 * can stand in a map under it.
 */
public interface FileOperation {
  /** What is about to happen. Further kinds may come: treat an unknown one as {@link #OPEN}. */
  enum Kind {
    /**
     * Something new is made: a file, which is opened too, a directory, or a link. It has no content
     * yet.
     */
    CREATE,
    /** A file that exists is opened, for reading or writing. */
    OPEN,
    /** A file is opened to be executed as a program. */
    EXEC,
    /**
     * A file that was open for writing has been closed; its content is what stands there now. A
     * deny undoes nothing: the file stays as it is, and whoever closes it is told.
     */
    WRITE_CLOSE,
    /**
     * A file, directory or link gets another name: {@link #targetPath()}. A directory takes what is
     * in it along. What stands at the target, and is replaced, is a {@link #DELETE} of its own. A
     * link's content is none, not that of the file it leads to.
     */
    RENAME,
    /**
     * A file, directory or link goes. A scanner allows it, whatever the content is: else nobody can
     * remove what it found.
     */
    DELETE,
    /**
     * Content of a file that is open is about to be read, mapped, written or cut off: {@link
     * #range()}. A volume asks about it only when it was told to, for each read is one.
     */
    ACCESS
  }

  /** {@return what is about to happen} */
  Kind kind();

  /**
   * {@return the file's absolute path as the volume saw it} For people to read: it may belong to
   * another file system or mount namespace, or be gone by now; never open it.
   */
  String path();

  /**
   * {@return the absolute path of the new name, for {@link Kind#RENAME}; empty for other kinds} For
   * people to read, as {@link #path()} is.
   */
  default Optional<String> targetPath() {
    return Optional.empty();
  }

  /**
   * {@return the bytes that are about to be used, for {@link Kind#ACCESS}; empty for other kinds}
   * The volume may know pages only. Of content that is cut off it is where the cut is.
   */
  default Optional<ByteRange> range() {
    return Optional.empty();
  }

  /** {@return the file's size in bytes when the operation began, 0 for anything not a file} */
  long size();

  /** {@return the process that asks, or {@link AccessToken#UNKNOWN}} */
  long processId();

  /** {@return the Unix uid of the process that asks, or {@link AccessToken#UNKNOWN}} */
  long userId();

  /**
   * {@return the file's bytes; empty for {@link Kind#CREATE} and for what is not a file} The same
   * object at every call, closed by the volume when the callbacks have returned; a callback that
   * closes it takes it from those who come after it.
   *
   * <p>After the operation it is another object: the bytes that stand there then, under the new
   * name if a {@link Kind#RENAME} succeeded. What callbacks opened before is closed before the
   * operation goes on, so that it is in nobody's way.
   *
   * @throws IOException if the file cannot be opened for reading, or, for {@link Kind#WRITE_CLOSE},
   *     does not stand any more where it was written; after a {@link Kind#DELETE}, that it is gone
   */
  Content content() throws IOException;

  /**
   * {@return how long the opener still waits} To be handed to {@link
   * io.filterport.filter.ClientPort#send}. A verdict that comes later may find the operation
   * decided by the volume's default verdict.
   *
   * <p>After the operation the same limit begins anew. Nothing happens when it is over.
   */
  Timeout timeLeft();

  /**
   * {@return how long the opener waits at most, if more time is asked for in time} At least {@link
   * #timeLeft()}.
   */
  default Timeout mostTimeLeft() {
    return timeLeft();
  }

  /**
   * {@return whether the opener will wait beyond {@link #timeLeft()}, for as long again as the
   * volume's time limit} For a callback that is at work on the verdict. Each limit that is waited
   * for has to be asked for anew while the one before it runs; false if there is no more to have.
   */
  default boolean askForMoreTime() {
    return false;
  }

  /**
   * {@return whether it is certain that nobody waits for the verdict any more: the operation is
   * decided, its time having run out, or whoever began it was killed} What is done for it may be
   * given up.
   */
  default boolean isAbandoned() {
    return false;
  }

  /**
   * {@return the verdict that {@link #remember} left on the same basis, if the file is certainly
   * the same and unchanged; empty at a volume that keeps no verdicts, and after the operation}
   *
   * <p>A volume may take an allow that every callback recalled for the answer to the file's next
   * opens, too, and ask nobody for up to ten seconds, or until a callback is attached or remembers
   * a verdict on another basis. A callback that must see each operation does not recall.
   *
   * @param basis what a verdict depends on besides the content, such as the name of the filter and
   *     its signatures; empty if that is not known, and then there is no verdict
   */
  default Optional<Verdict> recall(String basis) {
    return Optional.empty();
  }

  /**
   * Leaves a verdict on the content for later operations. The volume drops it if it is not certain
   * that the content stood still since before the callbacks were asked; so it does after the
   * operation.
   *
   * @param basis what it depends on besides the content; empty to leave nothing
   * @param verdict what the callback found out about the content, not what it assumes
   */
  default void remember(String basis, Verdict verdict) {}
}

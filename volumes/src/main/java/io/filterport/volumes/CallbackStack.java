package io.filterport.volumes;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks attached to one volume, and how they decide together. Safe for use by any thread;
 * no lock is held while a callback runs.
 *
 * <p>They are asked highest altitude first; the first deny decides. A callback that throws or
 * returns null counts as one that returned the default verdict: if that allows, those below are
 * still asked, so that a broken auditor cannot switch off the scanner under it.
 *
 * <p>Where the volume learns what an operation came to, those that allowed it are told, lowest
 * first: {@link #enter}. {@link #report} is for what it learns of only afterwards.
 */
public final class CallbackStack {
  private static final Comparator<StackedCallback> HIGHEST_FIRST =
      Comparator.comparing(StackedCallback::order).reversed();

  private static final System.Logger LOG = System.getLogger("io.filterport.volumes");

  private final VolumeOptions options;
  private final FailureLog failures;
  private final VerdictQueue verdicts;

  /** In altitude order; replaced as a whole, under the lock of this. */
  private volatile List<StackedCallback> callbacks = List.of();

  // guarded by this
  private boolean closed;

  /**
   * Makes a stack without callbacks.
   *
   * @param options the volume's name and default verdict
   */
  public CallbackStack(VolumeOptions options) {
    this(options, new FailureLog(System::nanoTime, CallbackStack::warn));
  }

  /** An exception of this library says all there is to know in one line. */
  private static void warn(String text, @Nullable Throwable failure) {
    if (failure instanceof FilterPortException) {
      LOG.log(Level.WARNING, text + ": " + failure.getMessage());
    } else {
      LOG.log(Level.WARNING, text, failure);
    }
  }

  CallbackStack(VolumeOptions options, FailureLog failures) {
    this.options = options;
    this.failures = failures;
    this.verdicts = new VerdictQueue(options);
  }

  /** {@return where the volume tells of its verdicts} */
  public VerdictQueue verdicts() {
    return verdicts;
  }

  /**
   * {@return the attachment of a callback that wants to be told nothing}
   *
   * @param altitude a decimal number as text
   * @param callback decides
   */
  public Volume.Attachment attach(String altitude, PreOperationCallback callback) {
    return attach(altitude, callback, PostOperationCallback.NONE);
  }

  /**
   * {@return the attachment} As {@link Volume#attach} says.
   *
   * @param altitude a decimal number as text
   * @param pre decides
   * @param post is told
   */
  public synchronized Volume.Attachment attach(
      String altitude, PreOperationCallback pre, PostOperationCallback post) {
    StackedCallback added =
        new StackedCallback(altitude, pre, post, options, this::byDefault, this::detach);
    checkPlace(added);
    callbacks = Stream.concat(callbacks.stream(), Stream.of(added)).sorted(HIGHEST_FIRST).toList();
    return added;
  }

  private void checkPlace(StackedCallback added) {
    if (closed) {
      throw failure(added, NtStatus.FLT_DELETING_OBJECT, "The volume is closed.");
    }
    if (callbacks.stream().anyMatch(other -> other.order().compareTo(added.order()) == 0)) {
      throw failure(added, NtStatus.OBJECT_NAME_COLLISION, "Another filter stands there.");
    }
  }

  private FilterPortException failure(StackedCallback added, NtStatus status, String advice) {
    return new FilterPortException(
        "attaching to volume " + options.name() + " at altitude " + added.altitude(),
        status,
        advice);
  }

  private synchronized void detach(StackedCallback removed) {
    List<StackedCallback> left = new ArrayList<>(callbacks);
    left.remove(removed);
    callbacks = List.copyOf(left);
  }

  /** {@return whether nobody is attached, so that nobody need be asked} */
  public boolean isEmpty() {
    return callbacks.isEmpty();
  }

  /** {@return the way of an operation that begins now, past those that are attached now} */
  public Passage enter() {
    return new Passage(callbacks, failures);
  }

  /**
   * Tells all that are attached of an operation that nobody could be asked about, lowest altitude
   * first. Runs them on the calling thread; what they throw stays here.
   *
   * @param operation what has happened
   */
  public void report(FileOperation operation) {
    callbacks.reversed().forEach(callback -> callback.tell(operation, NtStatus.SUCCESS, failures));
  }

  /**
   * {@return the default verdict as a decision}
   *
   * @param why no callback decided, for people
   */
  public Decision byDefault(String why) {
    Verdict verdict = options.defaultVerdict();
    return Decision.byDefault(
        verdict.allowed() ? verdict : Verdict.deny(verdict.reason() + ": " + why),
        why,
        options.audit());
  }

  /**
   * Detaches every callback and takes no more; then what was decided is still told, for the time
   * limit at most. A second call does nothing.
   */
  public void close() {
    detachAll();
    verdicts.close();
  }

  private synchronized void detachAll() {
    closed = true;
    callbacks = List.of();
  }
}

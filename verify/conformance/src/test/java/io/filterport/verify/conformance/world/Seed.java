package io.filterport.verify.conformance.world;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * What the choices of a random test follow from. Registered with the test, it is told with whatever
 * fails there: an assertion of any helper, the time limit, the close of the world.
 */
public final class Seed
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
  private final String property;
  private final Long given;

  // of the test's thread; also read by whoever tells of its time limit
  private volatile long first = System.nanoTime();
  private volatile long last = first;
  private volatile boolean used;

  private Seed(String property) {
    this.property = property;
    given = Long.getLong(property);
  }

  /** That of {@code -Dtest.seed=}, or a new one. */
  public static Seed ofTest() {
    return new Seed("test.seed");
  }

  /** That of a system property, again and again, or new ones. */
  public static Seed of(String property) {
    return new Seed(property);
  }

  /** {@return the seed} */
  public long value() {
    used = true;
    return given == null ? last : given;
  }

  /** What has come to its end is not to blame. */
  public void goOn() {
    first = last;
  }

  /** {@return the next one, where a test needs many} Those since {@link #goOn} are told. */
  public long next() {
    long seed = value();
    last = seed + 1;
    return seed;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    throw told(failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    throw told(failure);
  }

  Throwable told(Throwable failure) {
    boolean isTold = used && !(failure instanceof TestAbortedException);
    return isTold ? new AssertionError(this + ": " + firstLine(failure), failure) : failure;
  }

  /** A message may be a whole history, and stands in the cause, too. */
  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("again with -D" + property + "=");
    text.append(given == null ? first : given);
    for (long seed = first + 1; given == null && seed < last; seed++) {
      text.append(" or ").append(seed);
    }
    return text.toString();
  }
}

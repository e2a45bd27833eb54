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
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The callbacks of one filter at their altitude, with all that is needed when they fail: then there
 * may be no stack or memory left to make it. Safe for use by any thread.
 */
final class StackedCallback implements Volume.Attachment {
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,20}(\\.\\d{1,40})?");

  private final String altitude;
  private final BigDecimal order;
  private final PreOperationCallback pre;
  private final PostOperationCallback post;
  private final String preFailure;
  private final String postFailure;
  private final Function<String, Decision> byDefault;

  /** Where there is no memory left to say why. */
  private final Decision ifFailed;

  private final boolean audit;
  private final Consumer<StackedCallback> detach;

  /**
   * Makes a place that is not taken yet.
   *
   * @param options the volume's
   * @param byDefault gives the decision that counts if it fails, and why
   */
  StackedCallback(
      String altitude,
      PreOperationCallback pre,
      PostOperationCallback post,
      VolumeOptions options,
      Function<String, Decision> byDefault,
      Consumer<StackedCallback> detach) {
    this.altitude = altitude;
    this.order = parse(altitude);
    this.pre = Objects.requireNonNull(pre);
    this.post = Objects.requireNonNull(post);
    String failed = "callback at altitude " + altitude + " of volume " + options.name() + " failed";
    this.preFailure = "the " + failed;
    this.postFailure = "the post-operation " + failed;
    this.byDefault = byDefault;
    this.ifFailed = failed(preFailure);
    this.audit = options.audit();
    this.detach = detach;
  }

  private static BigDecimal parse(String altitude) {
    if (!DECIMAL.matcher(altitude).matches()) {
      throw new FilterPortException(
          "attaching at altitude \"" + altitude + "\"",
          NtStatus.INVALID_PARAMETER,
          "An altitude is a decimal number such as 320000 or 320000.5");
    }
    return new BigDecimal(altitude);
  }

  @Override
  public String altitude() {
    return altitude;
  }

  BigDecimal order() {
    return order;
  }

  private Decision failed(String why) {
    return byDefault.apply(why).at(altitude);
  }

  /**
   * {@return its verdict} What it throws is for {@link #failed(Throwable)}, and for {@link
   * #tellFailure}.
   */
  Decision ask(FileOperation operation) throws Exception {
    Verdict verdict = pre.preOperation(operation);
    return Decision.of(Objects.requireNonNull(verdict, "no verdict"), altitude, audit);
  }

  /** {@return the default verdict, and what it has thrown} */
  // What it throws is a stranger's object, whose methods may throw, too.
  Decision failed(Throwable failure) {
    try {
      return failed(preFailure + ": " + inShort(failure));
    } catch (Throwable e) {
      return ifFailed;
    }
  }

  /** Advice and the other side's number stand in the log. */
  private static String inShort(Throwable failure) {
    return failure instanceof FilterPortException known
        ? known.what() + ": " + known.status()
        : failure.toString();
  }

  /** Tells that it has failed when it was asked; may wait for the log. */
  void tellFailure(Throwable failure, FailureLog failures) {
    failures.tell(preFailure, failure);
  }

  /** Tells what an operation came to. What the callback throws stays here. */
  // Whatever it is, there are others to be told.
  void tell(FileOperation operation, NtStatus status, FailureLog failures) {
    try {
      post.postOperation(operation, status);
    } catch (Throwable e) {
      failures.tell(postFailure, e);
    }
  }

  @Override
  public void close() {
    detach.accept(this);
  }
}

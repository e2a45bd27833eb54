package io.filterport.volumes;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One callback at its altitude, with all that is needed when it fails: then there may be no stack
 * or memory left to make it. Safe for use by any thread.
 */
final class StackedCallback implements Volume.Attachment {
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,20}(\\.\\d{1,40})?");

  private final String altitude;
  private final BigDecimal order;
  private final PreOperationCallback callback;
  private final String failure;
  private final Decision ifFailed;
  private final Consumer<StackedCallback> detach;

  StackedCallback(
      String altitude,
      PreOperationCallback callback,
      String failure,
      Decision ifFailed,
      Consumer<StackedCallback> detach) {
    this.altitude = altitude;
    this.order = parse(altitude);
    this.callback = callback;
    this.failure = failure;
    this.ifFailed = ifFailed;
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

  PreOperationCallback callback() {
    return callback;
  }

  /** That it failed, for people. */
  String failure() {
    return failure;
  }

  Decision ifFailed() {
    return ifFailed;
  }

  @Override
  public void close() {
    detach.accept(this);
  }
}

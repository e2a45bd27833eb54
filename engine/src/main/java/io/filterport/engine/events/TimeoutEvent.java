package io.filterport.engine.events;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The time of a send passed. */
@Name("io.filterport.Timeout")
@Label("Timeout")
@Description("The time of a filter's send passed")
public final class TimeoutEvent extends ConnectionEvent {
  @Label("Delivered")
  @Description("Whether a getter had the message; else nobody ever sees it")
  boolean delivered;

  @Label("Length")
  @DataAmount
  long bytes;

  /** Makes one. */
  public TimeoutEvent() {}

  /**
   * Says of what.
   *
   * @param reachedGetter whether a getter had the message
   * @param length of the message
   */
  public void of(boolean reachedGetter, long length) {
    delivered = reachedGetter;
    bytes = length;
  }
}

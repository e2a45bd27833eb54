package io.filterport.spy.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Operations found no room in a spy's log. Made and committed by one thread. */
@Name("io.filterport.SpyLoss")
@Label("Spy Loss")
@Description("Operations found no room in a spy's log; one event a gap, made when the gap is over")
@Category("Filterport")
@StackTrace(false)
public final class SpyLossEvent extends Event {
  @Label("Operations")
  @Description("How many there is no record of")
  long operations;

  /** Makes one. */
  public SpyLossEvent() {}

  /**
   * Says how many.
   *
   * @param lost operations
   */
  public void of(long lost) {
    operations = lost;
  }
}

package io.filterport.engine.events;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A message took long. */
@Name("io.filterport.SlowMessage")
@Label("Slow Message")
@Description(
    "A message took longer than the threshold: to_service from the send to its end, to_filter the"
        + " message callback")
@Threshold("20 ms")
public final class SlowMessageEvent extends ConnectionEvent {
  /** To ask whether anybody wants such events, without making one. */
  private static final SlowMessageEvent PROBE = new SlowMessageEvent();

  @Label("Direction")
  @Description("to_service or to_filter")
  String direction = "";

  @Label("Outcome")
  @Description("What a send came to, or the status of a callback")
  String outcome = "";

  @Label("Length")
  @DataAmount
  long bytes;

  private SlowMessageEvent() {}

  /** {@return one that has begun; null if nobody wants it} */
  public static @Nullable SlowMessageEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    SlowMessageEvent event = new SlowMessageEvent();
    event.begin();
    return event;
  }

  /**
   * {@return whether the recording wants it} It ends here: as long as an event has not, the JDK
   * holds a duration of 0 against the threshold.
   */
  public boolean tookLong() {
    end();
    return shouldCommit();
  }

  /**
   * Says of what.
   *
   * @param way the direction
   * @param end what it came to
   * @param length of the message
   */
  public void of(String way, String end, long length) {
    direction = way;
    outcome = end;
    bytes = length;
  }
}

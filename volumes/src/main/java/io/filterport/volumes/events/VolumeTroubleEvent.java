package io.filterport.volumes.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A volume lost something, or decided without its filters. Made and committed by one thread. */
@Name("io.filterport.VolumeTrouble")
@Label("Volume Trouble")
@Description(
    "A volume lost something, or decided without its filters; at most one of a kind in a second")
@Category("Filterport")
@StackTrace(false)
public final class VolumeTroubleEvent extends Event {
  @Label("Volume")
  String volume = "";

  @Label("Kind")
  @Description("What filterport metrics calls it as an event of the volume, such as too_many")
  String kind = "";

  @Label("Times")
  @Description("How often since the event before")
  long times;

  /** Makes one. */
  public VolumeTroubleEvent() {}

  /**
   * Says what happened.
   *
   * @param name of the volume
   * @param what by its name
   * @param count how often
   */
  public void of(String name, String what, long count) {
    volume = name;
    kind = what;
    times = count;
  }
}

package io.filterport.engine.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** An accepted connection is over. */
@Name("io.filterport.Disconnect")
@Label("Disconnect")
@Description("A connection is over; the duration is that of the filter's disconnect callback")
public final class DisconnectEvent extends ConnectionEvent {
  @Label("Cause")
  @Description(
      "What ended it first: client_closed, client_died, filter_closed, unregistered or breach")
  String cause = "";

  /** Makes one. */
  public DisconnectEvent() {}

  /**
   * Says what ended it.
   *
   * @param label of the cause
   */
  public void because(String label) {
    cause = label;
  }
}

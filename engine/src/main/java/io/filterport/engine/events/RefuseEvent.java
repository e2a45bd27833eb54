package io.filterport.engine.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A client got no connection to a port that there is. */
@Name("io.filterport.Refuse")
@Label("Refuse")
@Description("A client got no connection to a port that there is")
public final class RefuseEvent extends ConnectionEvent {
  @Label("Reason")
  @Description("descriptor, no_seat, filter or other")
  String reason = "";

  @Label("Status")
  @Description("What the client is told, by name and number")
  String status = "";

  /** Makes one. */
  public RefuseEvent() {}

  /**
   * Says why.
   *
   * @param label of the reason
   * @param told the status
   */
  public void because(String label, String told) {
    reason = label;
    status = told;
  }
}

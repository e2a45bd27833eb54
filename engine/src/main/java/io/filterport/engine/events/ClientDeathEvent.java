package io.filterport.engine.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A client's process ended with its connection open. */
@Name("io.filterport.ClientDeath")
@Label("Client Death")
@Description("A client's process ended without closing its connection; made when that is noticed")
public final class ClientDeathEvent extends ConnectionEvent {
  @Label("Unanswered Messages")
  @Description("Sends of the filter that waited for this client")
  int unanswered;

  /** Makes one. */
  public ClientDeathEvent() {}

  /**
   * Says who waited.
   *
   * @param sends of the filter
   */
  public void leaving(int sends) {
    unanswered = sends;
  }
}

package io.filterport.engine.events;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A client was accepted. It begins with the look at the descriptor. */
@Name("io.filterport.Connect")
@Label("Connect")
@Description("A client was accepted; the duration includes the filter's connect callback")
public final class ConnectEvent extends ConnectionEvent {
  /** Makes one. */
  public ConnectEvent() {}
}

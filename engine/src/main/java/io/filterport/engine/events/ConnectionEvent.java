package io.filterport.engine.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events of a connection say. Made and committed by one thread. */
@Category("Filterport")
@StackTrace(false)
public abstract class ConnectionEvent extends Event {
  @Label("Port")
  String port = "";

  @Label("Client Process")
  @Description("The client's pid; this process if both sides are in one")
  long clientPid;

  @Label("Connection")
  @Description("Unique in its manager; 0 for a client that got no connection")
  long connection;

  ConnectionEvent() {}

  /**
   * Says whose event it is.
   *
   * @param portName the port
   * @param pid the client's process
   * @param id of the connection
   */
  public final void about(String portName, long pid, long id) {
    port = portName;
    clientPid = pid;
    connection = id;
  }
}

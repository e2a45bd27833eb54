package io.filterport.cli;

import io.filterport.filter.ClientPort;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.ConnectionRequest;
import io.filterport.security.AccessToken;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A request whose client port is recorded, and whose cookie the manager does not see. */
final class TappedRequest implements ConnectionRequest {
  private final ConnectionRequest request;
  private final ClientPort clientPort;
  private @Nullable Object cookie;

  TappedRequest(ConnectionRequest request, PortTap tap, long connection) {
    this.request = request;
    this.clientPort = new TappedClientPort(request.clientPort(), tap, connection);
  }

  @Override
  public ClientPort clientPort() {
    return clientPort;
  }

  @Override
  public @Nullable Object serverPortCookie() {
    return request.serverPortCookie();
  }

  @Override
  public MemorySegment context() {
    return request.context();
  }

  @Override
  public AccessToken client() {
    return request.client();
  }

  @Override
  public ClientProcess process() {
    return request.process();
  }

  /** The manager's own refuses once the callback has returned. */
  @Override
  public void setConnectionCookie(Object value) {
    request.setConnectionCookie(value);
    cookie = value;
  }

  @Nullable Object cookie() {
    return cookie;
  }
}

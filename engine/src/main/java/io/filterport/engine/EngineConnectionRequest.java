package io.filterport.engine;

import io.filterport.filter.ClientPort;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.ConnectionRequest;
import io.filterport.security.AccessToken;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A request that dies, with its context, when the callback returns. */
final class EngineConnectionRequest implements ConnectionRequest, AutoCloseable {
  private final ClientPort clientPort;
  private final @Nullable Object serverPortCookie;
  private final AccessToken client;
  private final ClientProcess process;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment context;
  private volatile @Nullable Object cookie;
  private volatile boolean over;

  EngineConnectionRequest(
      ClientPort clientPort,
      @Nullable Object serverPortCookie,
      AccessToken client,
      ClientProcess process,
      byte[] context) {
    this.clientPort = clientPort;
    this.serverPortCookie = serverPortCookie;
    this.client = client;
    this.process = process;
    MemorySegment copy = arena.allocate(context.length);
    MemorySegment.copy(MemorySegment.ofArray(context), 0, copy, 0, context.length);
    this.context = copy.asReadOnly();
  }

  @Override
  public ClientPort clientPort() {
    return clientPort;
  }

  @Override
  public @Nullable Object serverPortCookie() {
    return serverPortCookie;
  }

  @Override
  public MemorySegment context() {
    return context;
  }

  @Override
  public AccessToken client() {
    return client;
  }

  @Override
  public ClientProcess process() {
    return process;
  }

  @Override
  public void setConnectionCookie(Object value) {
    if (over) {
      throw new IllegalStateException(
          "The connection is decided; its cookie is what was set until then.");
    }
    cookie = value;
  }

  @Nullable Object cookie() {
    return cookie;
  }

  @Override
  public void close() {
    over = true;
    arena.close();
  }
}

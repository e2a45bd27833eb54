package io.filterport.verify.bench.peer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All peers, by name. Stateless. */
public final class Peers {
  private static final Map<String, Peer> BY_NAME =
      List.of(
              new FilterportSend(FilterportSend.Form.RAW),
              new FilterportSend(FilterportSend.Form.ARRAYS),
              new FilterportMessage(FilterportMessage.Form.RAW),
              new FilterportMessage(FilterportMessage.Form.QUEUE),
              new FilterportMessage(FilterportMessage.Form.SERVICE),
              new JdkSockets(),
              new AeronIpc(AeronIpc.Idle.SPIN, false),
              new AeronIpc(AeronIpc.Idle.SPIN, true),
              new AeronIpc(AeronIpc.Idle.BACKOFF, false),
              new AeronIpc(AeronIpc.Idle.BACKOFF, true),
              new GrpcUnix(),
              new CFloor(CFloor.Wait.SPIN),
              new CFloor(CFloor.Wait.FUTEX))
          .stream()
          .collect(Collectors.toMap(Peer::name, Function.identity()));

  private Peers() {}

  /** {@return the peer of that name} */
  public static Peer named(String name) {
    return Optional.ofNullable(BY_NAME.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no peer " + name));
  }
}

package io.filterport.verify.conformance.lifecycle;

import static io.filterport.verify.conformance.lifecycle.ApiCall.does;
import static io.filterport.verify.conformance.lifecycle.ApiCall.says;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Link;
import java.util.List;

/** How a service learns of the ends of its gets. */
final class CompletionCalls {
  private static final Completion PACKET = new Completion(7, null, NtStatus.SUCCESS, 1);

  static final List<ApiCall> ALL =
      List.of(
          does(
              "`Overlapped.create`, `Overlapped.withoutPacket`",
              (stage, own) -> {
                Overlapped ignored = stage.world.overlapped();
                ignored = stage.world.overlappedWithoutPacket();
              }),
          says(
              "`Overlapped.await`, a get of another connection, pending, poll",
              (stage, own) -> "" + stage.getter.overlapped.await(Timeout.poll())),
          says(
              "`Overlapped.await`, a get of another connection, delivered",
              (stage, own) -> "" + delivered(stage).await(Link.LONG)),
          says(
              "`Overlapped.isComplete`, `Overlapped.status`, a get of another connection, delivered",
              (stage, own) -> {
                Overlapped delivered = delivered(stage);
                return delivered.isComplete() ? Words.of(delivered.status()) : "pending";
              }),
          does(
              "`Overlapped.result`, a get of another connection, pending",
              (stage, own) -> stage.getter.overlapped.result()),
          does(
              "`Overlapped.result`, a get of another connection, delivered",
              (stage, own) -> delivered(stage).result()),
          does(
              "`Overlapped.toFuture`, a get of another connection, delivered, joined",
              (stage, own) -> delivered(stage).toFuture().join()),
          does(
              "`CompletionPort.create`, `CompletionPort.close`",
              (stage, own) -> stage.world.completionPort().close()),
          does(
              "`CompletionPort.associate`, own connection",
              (stage, own) -> tied(stage, own.port()).close()),
          says(
              "`CompletionPort.get`, of another connection, `CompletionPort.associate`, a packet",
              (stage, own) -> {
                try (CompletionPort queue = tied(stage, stage.otherLink.port())) {
                  Overlapped ignored = delivered(stage);
                  return Words.of(queue.get(Link.LONG).status());
                }
              }),
          says(
              "`CompletionPort.get`, nothing there, poll",
              (stage, own) -> {
                try (CompletionPort queue = stage.world.completionPort()) {
                  return "" + queue.get(Timeout.poll());
                }
              }),
          does(
              "`CompletionPort.post`",
              (stage, own) -> {
                try (CompletionPort queue = stage.world.completionPort()) {
                  queue.post(PACKET);
                  assertIsPacket(queue.get(Timeout.poll()));
                }
              }));

  private CompletionCalls() {}

  /** {@return the other connection's get, after a message} */
  private static Overlapped delivered(Stage stage) {
    if (!stage.otherLink.tell("x", Timeout.poll()).status().equals(NtStatus.SUCCESS)) {
      throw new AssertionError("the getter has gone");
    }
    return stage.getter.overlapped;
  }

  private static CompletionPort tied(Stage stage, FilterPort port) {
    CompletionPort queue = stage.world.completionPort();
    queue.associate(port, 7);
    return queue;
  }

  private static void assertIsPacket(Completion got) {
    if (!PACKET.equals(got)) {
      throw new AssertionError("it is another packet: " + got);
    }
  }
}

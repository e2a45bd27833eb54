package io.filterport.verify.conformance.lifecycle;

import static io.filterport.verify.conformance.lifecycle.ApiCall.does;
import static io.filterport.verify.conformance.lifecycle.ApiCall.says;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Link;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What a service calls on its port. */
final class PortCalls {
  /** An id that no message has. */
  private static final long NOBODY = Long.MAX_VALUE;

  static final List<ApiCall> ALL =
      List.of(
          does(
              "`FilterPort.connect(PortSpace, String, ConnectOptions)`, own port",
              (stage, own) -> stage.connect(Stage.OWN_PORT)),
          does(
              "`FilterPort.connect(PortSpace, String, ConnectOptions)`, another port",
              (stage, own) -> stage.connect(Stage.OTHER_PORT)),
          does(
              "`FilterPort.duplicate()`, own connection",
              (stage, own) -> stage.keep(own.port().duplicate())),
          does(
              "`FilterPort.duplicate()`, another connection",
              (stage, own) -> stage.keep(stage.otherLink.port().duplicate())),
          does(
              "`FilterPort.duplicate(PortAccess)`, own connection",
              (stage, own) -> stage.keep(own.port().duplicate(PortAccess.READ))),
          does(
              "`FilterPort.duplicate(PortAccess)`, another connection",
              (stage, own) -> stage.keep(stage.otherLink.port().duplicate(PortAccess.READ))),
          does(
              "`FilterPort.send`, own connection",
              (stage, own) -> own.port().send(Buffers.utf8("x"), null)),
          does(
              "`FilterPort.send`, another connection",
              (stage, own) -> stage.otherLink.port().send(Buffers.utf8("x"), null)),
          does(
              "`FilterPort.getMessage(MemorySegment)`, own connection, interrupted",
              (stage, own) -> getInterrupted(own.port())),
          does(
              "`FilterPort.getMessage(MemorySegment)`, another connection, a sender",
              (stage, own) -> getSent(stage)),
          does(
              "`FilterPort.getMessage(MemorySegment, Overlapped)`, own connection",
              (stage, own) ->
                  own.port().getMessage(Buffers.allocate(64), stage.world.overlapped())),
          does(
              "`FilterPort.getMessage(MemorySegment, Overlapped)`, another connection",
              (stage, own) -> stage.otherLink.get()),
          does(
              "`FilterPort.content`, own connection, no message",
              (stage, own) -> own.port().content(NOBODY)),
          does(
              "`FilterPort.content`, `Content.size`, `Content.read`, `Content.close`, another connection",
              (stage, own) -> {
                Background<SendResult> sender = Background.of(() -> sendContent(stage.otherLink));
                long id = stage.getter.header().messageId();
                read(stage.otherLink.port().content(id));
                stage.getter.reply("y");
                assertReplied(sender);
              }),
          does(
              "`FilterPort.reply`, own connection, nobody waits",
              (stage, own) -> stage.link.reply(NOBODY, NtStatus.SUCCESS)),
          does(
                  "`FilterPort.reply`, own connection, somebody waits",
                  (stage, own) -> stage.ownGetter.reply("y"))
              .after(Stage::askOnOwn),
          does(
              "`FilterPort.reply`, another connection, somebody waits",
              (stage, own) -> {
                var sender = stage.otherLink.asking("x", Buffers.allocate(8), Link.LONG);
                stage.getter.reply("y");
                assertReplied(sender);
              }),
          says(
              "`FilterPort.cancel`, own connection, an idle OVERLAPPED",
              (stage, own) -> "" + own.port().cancel(stage.world.overlapped())),
          says(
                  "`FilterPort.cancel`, own connection, its getter",
                  (stage, own) -> "" + own.port().cancel(stage.ownGetter.overlapped))
              .after(Stage::getOnOwn),
          says(
              "`FilterPort.cancel`, another connection, its getter",
              (stage, own) -> "" + stage.otherLink.port().cancel(stage.getter.overlapped)),
          says(
              "`FilterPort.cancelAll`, own connection, no getter",
              (stage, own) -> "" + own.port().cancelAll()),
          says(
                  "`FilterPort.cancelAll`, own connection, a getter",
                  (stage, own) -> "" + own.port().cancelAll())
              .after(Stage::getOnOwn),
          says(
              "`FilterPort.cancelAll`, another connection, a getter",
              (stage, own) -> "" + stage.otherLink.port().cancelAll()),
          does(
              "`FilterPort.close`, own connection",
              (stage, own) -> {
                own.port().close();
                stage.untilNobodySends();
              }),
          does(
              "`FilterPort.close`, another connection",
              (stage, own) -> stage.otherLink.port().close()));

  private PortCalls() {}

  /** A call without a timeout that finds nothing: its interrupt ends it, and stays here. */
  private static void getInterrupted(FilterPort port) {
    Thread.currentThread().interrupt();
    try {
      port.getMessage(Buffers.allocate(64));
    } finally {
      boolean ignored = Thread.interrupted();
    }
  }

  private static void getSent(Stage stage) {
    if (!stage.otherLink.port().cancelAll()) {
      throw new AssertionError("the getter has gone");
    }
    Background<SendResult> sender = stage.otherLink.telling("x", Link.LONG);
    stage.otherLink.port().getMessage(Buffers.allocate(64));
    assertOutcome(sender, Outcome.DELIVERED);
  }

  private static SendResult sendContent(Link link) {
    return link.client()
        .send(Buffers.utf8("x"), SendCalls.content(), Buffers.allocate(8), Link.LONG);
  }

  private static void read(Content content) throws IOException {
    MemorySegment bytes = Buffers.allocate((int) content.size());
    if (content.read(0, bytes) != bytes.byteSize() || !Link.text(bytes).equals("content")) {
      throw new AssertionError("it is another content");
    }
    content.close();
  }

  private static void assertReplied(Background<SendResult> sender) {
    assertOutcome(sender, Outcome.REPLIED);
  }

  private static void assertOutcome(Background<SendResult> sender, Outcome expected) {
    if (sender.result().outcome() != expected) {
      throw new AssertionError("the sender was told " + sender.result());
    }
  }
}

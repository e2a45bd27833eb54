package io.filterport.verify.conformance.lifecycle;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is under way while a connection ends. */
enum InFlight {
  BLOCKED_GET("blocked get", "done") {
    @Override
    Running start(Scene scene) {
      Background<String> get =
          Background.of(() -> Words.of(() -> scene.link.port().getMessage(Buffers.allocate(64))))
              .untilBlocked();
      return new Running(get::isDone, get::result, () -> scene.link.tell("x", Link.LONG));
    }
  },
  OVERLAPPED_GET("overlapped get", "SUCCESS") {
    @Override
    Running start(Scene scene) {
      Get get = scene.link.get();
      return new Running(
          get::isDone, () -> Words.of(get.await().status()), () -> scene.link.tell("x", Link.LONG));
    }
  },
  WORKER("worker of a completion port", "SUCCESS") {
    @Override
    Running start(Scene scene) {
      CompletionPort packets = scene.world.completionPort();
      packets.associate(scene.link.port(), 1);
      Background<Completion> worker =
          Background.of(() -> packets.get(Timeout.infinite())).untilBlocked();
      return new Running(
          worker::isDone,
          () -> Words.of(worker.result().status()),
          () -> packets.post(new Completion(1, null, NtStatus.SUCCESS, 0)));
    }
  },
  CALL("client's send, its callback runs", "done") {
    @Override
    Running start(Scene scene) {
      scene.world.onMessage = (cookie, call) -> scene.gate.hold(NtStatus.SUCCESS);
      Background<String> send = send(scene);
      scene.gate.awaitHeld(1);
      return new Running(send::isDone, send::result, scene.gate::open);
    }
  },
  QUEUED_CALL("client's send behind sixteen", "done") {
    @Override
    Running start(Scene scene) {
      scene.world.onMessage = (cookie, call) -> scene.gate.hold(NtStatus.SUCCESS);
      for (int i = 0; i < MOST_CALLBACKS; i++) {
        Background<String> ignored = send(scene);
      }
      scene.gate.awaitHeld(MOST_CALLBACKS);
      Background<String> send = send(scene).untilBlocked();
      return new Running(send::isDone, send::result, scene.gate::open);
    }
  },
  WAITING_SEND("filter's send, no getter", "DELIVERED") {
    @Override
    Running start(Scene scene) {
      var send = scene.link.telling("x", Timeout.infinite()).untilBlocked();
      return new Running(
          send::isDone, () -> send.result().outcome().name(), () -> scene.link.get().await());
    }
  },
  UNANSWERED_SEND("filter's send, no reply", "REPLIED") {
    @Override
    Running start(Scene scene) {
      Get get = scene.link.get();
      var send = scene.link.asking("x", Buffers.allocate(8), Timeout.infinite());
      get.await();
      return new Running(send::isDone, () -> send.result().outcome().name(), () -> get.reply("x"));
    }
  },
  CONNECT("connect, its callback runs", "accepted") {
    @Override
    Running start(Scene scene) {
      scene.world.onConnect = request -> scene.gate.hold(NtStatus.SUCCESS);
      Background<String> connect = Background.of(() -> connect(scene));
      scene.gate.awaitHeld(1);
      return new Running(
          connect::isDone,
          () -> {
            scene.gate.open();
            return connect.result();
          },
          scene.gate::open);
    }
  },
  CONNECT_SEND("filter's send inside the connect callback", "INTERRUPTED") {
    @Override
    Running start(Scene scene) {
      CallbackSend send = new CallbackSend();
      scene.world.onConnect = request -> send.make(request.clientPort());
      Background<String> ignored = Background.of(() -> connect(scene));
      return send.running();
    }
  },
  CALL_SEND("filter's send inside the message callback", "INTERRUPTED") {
    @Override
    Running start(Scene scene) {
      CallbackSend send = new CallbackSend();
      scene.world.onMessage = (cookie, call) -> send.make(scene.link.client());
      Background<String> ignored = send(scene);
      return send.running();
    }
  },
  DISCONNECT("disconnect callback runs", "done") {
    @Override
    Running start(Scene scene) {
      scene.world.onDisconnect = cookie -> scene.gate.hold();
      Background<Void> close = Background.run(() -> scene.link.port().close());
      scene.gate.awaitHeld(1);
      return new Running(
          () -> scene.world.ledger.ended() > 0,
          () -> {
            close.result();
            Waits.until(() -> scene.world.ledger.ended() > 0);
            return "done";
          },
          scene.gate::open);
    }
  };

  /** How many message callbacks of one connection run at once. */
  private static final int MOST_CALLBACKS = 16;

  /** As the table calls it. */
  final String title;

  /** What it ends with if nothing disturbs it. */
  final String success;

  InFlight(String title, String success) {
    this.title = title;
    this.success = success;
  }

  private static Background<String> send(Scene scene) {
    return Background.of(() -> Words.of(() -> scene.link.port().send(Buffers.utf8("x"), null)));
  }

  /** Between processes the end may come before the client has heard of the beginning. */
  private static String connect(Scene scene) {
    try (var port = scene.world.connect(Scene.PORT)) {
      return Words.of(() -> port.send(Buffers.utf8("x"), null)).equals(Words.DONE)
          ? "accepted"
          : "over";
    } catch (FilterPortException e) {
      boolean over = e.isDisconnected() || e.status().equals(NtStatus.FLT_DELETING_OBJECT);
      return over ? "over" : Words.of(e.status());
    }
  }

  abstract Running start(Scene scene);

  /** {@return whether a callback stays inside until the gate is opened} */
  boolean staysInACallback() {
    return this == CALL || this == QUEUED_CALL || this == CONNECT || this == DISCONNECT;
  }

  /** {@return whether it is over when its connection is: a callback decides about a connect} */
  boolean isOverAtOnce() {
    return this != CONNECT;
  }

  /**
   * Under way.
   *
   * @param isOver whether it has ended
   * @param outcome how it ended, in the table's words, when it has
   * @param complete lets it end well
   */
  record Running(BooleanSupplier isOver, Supplier<String> outcome, Runnable complete) {}

  /** A send without a timeout, on its own connection, in which a callback stands. */
  private static final class CallbackSend {
    private final CompletableFuture<Thread> sender = new CompletableFuture<>();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    NtStatus make(ClientPort client) {
      sender.complete(Thread.currentThread());
      SendResult result = client.send(Buffers.utf8("x"), null, Timeout.infinite());
      boolean ignored = Thread.interrupted();
      outcome.complete(result.outcome().name());
      return NtStatus.SUCCESS;
    }

    /** When it waits. */
    Running running() {
      Waits.until(() -> sender.isDone() && Blocked.isBlocked(sender.join()));
      return new Running(
          outcome::isDone,
          () -> Background.of(outcome::get).result(),
          () -> sender.join().interrupt());
    }
  }
}

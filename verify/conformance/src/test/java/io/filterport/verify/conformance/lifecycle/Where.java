package io.filterport.verify.conformance.lifecycle;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import java.util.Set;

/** Where a call is made: outside of callbacks, or inside of one. */
enum Where {
  NOWHERE("no callback") {
    @Override
    void enter(Stage stage) {
      stage.act(stage.standing());
    }
  },
  CONNECT("ConnectNotify") {
    @Override
    void enter(Stage stage) {
      stage.world.onConnect =
          request -> {
            Subject fresh = new Subject(request.clientPort(), null, request, stage.keptCall());
            return stage.act(fresh, null);
          };
      stage.examined = null;
      stage.examined = stage.connect(Stage.OWN_PORT);
    }
  },
  MESSAGE("MessageNotify") {
    @Override
    void enter(Stage stage) {
      stage.world.onMessage = (cookie, call) -> stage.act(stage.standing(call), call);
      stage.send();
    }
  },
  DISCONNECT("DisconnectNotify") {
    @Override
    void enter(Stage stage) {
      stage.world.onDisconnect = cookie -> stage.act(stage.standing());
      stage.link.hangUp();
    }
  },
  UNREGISTER("DisconnectNotify in `unregister`") {
    @Override
    void enter(Stage stage) {
      stage.world.onDisconnect =
          cookie -> {
            Waits.until(() -> !stage.link.port().isConnected());
            stage.act(stage.standing());
          };
      stage.own.unregister();
    }
  },
  UNLOAD("unload callback") {
    @Override
    void enter(Stage stage) {
      stage.onUnload = mandatory -> stage.act(stage.standing());
      stage.world.manager.unload(Stage.OWN, false);
    }
  },
  COMPLETION("completion of a get") {
    @Override
    void enter(Stage stage) {
      Get get = stage.link.get();
      stage.world.onCompletion(get.overlapped, () -> stage.act(stage.standing()));
      stage.link.tell("x", Timeout.poll());
    }
  };

  /** As the table calls it. */
  final String title;

  Where(String title) {
    this.title = title;
  }

  /** Makes the callback run. Returns, or fails, as whoever causes it sees. */
  abstract void enter(Stage stage);

  /** {@return whether what it is about is over when it has returned, whatever it does} */
  boolean endsTheConnection(Ending ending) {
    return this == DISCONNECT || this == UNREGISTER || (this == UNLOAD && ending != Ending.THROWS);
  }

  /** {@return whether whoever causes it goes on when it has returned only} */
  boolean holdsItsCaller() {
    return this != COMPLETION;
  }

  /** {@return what whoever causes it may be told if the connection ends while it runs} */
  Set<String> callerOfTheEnded() {
    return switch (this) {
      case MESSAGE ->
          Set.of(Words.of(NtStatus.PORT_DISCONNECTED), Words.of(NtStatus.INVALID_HANDLE));
      case CONNECT ->
          Set.of(
              Words.DONE,
              Words.of(NtStatus.FLT_DELETING_OBJECT),
              Words.of(NtStatus.PORT_DISCONNECTED));
      default -> Set.of(Words.DONE);
    };
  }

  /** {@return whether somebody is told that it throws} */
  boolean tellsAThrow() {
    return this == CONNECT || this == MESSAGE || this == UNLOAD;
  }
}

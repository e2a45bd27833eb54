package io.filterport.verify.conformance.lifecycle;

import io.filterport.verify.conformance.world.Waits;

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
          request -> stage.act(new Subject(request.clientPort(), null, request));
      stage.examined = null;
      stage.examined = stage.connect(Stage.OWN_PORT);
    }
  },
  MESSAGE("MessageNotify") {
    @Override
    void enter(Stage stage) {
      stage.world.onMessage = (cookie, call) -> stage.act(stage.standing());
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
    return this == DISCONNECT || this == UNREGISTER || (this == UNLOAD && ending == Ending.RETURNS);
  }

  /** {@return whether somebody is told that it throws} */
  boolean tellsAThrow() {
    return this == CONNECT || this == MESSAGE || this == UNLOAD;
  }
}

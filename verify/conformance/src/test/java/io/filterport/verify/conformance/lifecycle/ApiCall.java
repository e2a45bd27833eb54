package io.filterport.verify.conformance.lifecycle;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.filter.FilterRegistration;

/** What a callback may call. Each runs on the callback's thread. */
enum ApiCall {
  REGISTER("`FilterManager.register`") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.register(FilterRegistration.named("new").at("9"));
    }
  },
  UNREGISTER_OWN("`Filter.unregister`, own filter") {
    @Override
    void make(Stage stage, Subject own) {
      stage.own.unregister();
    }
  },
  UNREGISTER_OTHER("`Filter.unregister`, another filter") {
    @Override
    void make(Stage stage, Subject own) {
      stage.other.unregister();
    }
  },
  UNLOAD_OWN("`FilterManager.unload`, own filter") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.unload(Stage.OWN, false);
    }
  },
  UNLOAD_OTHER("`FilterManager.unload`, another filter") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.unload(Stage.OTHER, false);
    }
  },
  UNLOAD_STUBBORN("`FilterManager.unload`, one that refuses") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.unload(Stage.STUBBORN, false);
    }
  },
  UNLOAD_MANDATORY("`FilterManager.unload`, mandatory, one that refuses") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.unload(Stage.STUBBORN, true);
    }
  },
  CREATE_PORT("`Filter.createCommunicationPort`") {
    @Override
    void make(Stage stage, Subject own) {
      stage.createPort("\\New");
    }
  },
  CLOSE_OWN_SERVER_PORT("`ServerPort.close`, own port") {
    @Override
    void make(Stage stage, Subject own) {
      stage.ownPort.close();
    }
  },
  CLOSE_OTHER_SERVER_PORT("`ServerPort.close`, another port") {
    @Override
    void make(Stage stage, Subject own) {
      stage.otherPort.close();
    }
  },
  TELL_OWN("`ClientPort.send`, own connection, no getter, poll") {
    @Override
    String run(Stage stage, Subject own) {
      return own.client().send(Buffers.utf8("x"), null, Timeout.poll()).outcome().name();
    }
  },
  TELL_OTHER("`ClientPort.send`, another connection, a getter") {
    @Override
    String run(Stage stage, Subject own) {
      return stage.otherLink.tell("x", Timeout.poll()).outcome().name();
    }
  },
  CLOSE_OWN_CLIENT_PORT("`ClientPort.close`, own connection") {
    @Override
    void make(Stage stage, Subject own) {
      own.client().close();
    }
  },
  CLOSE_OTHER_CLIENT_PORT("`ClientPort.close`, another connection") {
    @Override
    void make(Stage stage, Subject own) {
      stage.otherLink.client().close();
    }
  },
  SET_COOKIE("`ConnectionRequest.setConnectionCookie`") {
    @Override
    void make(Stage stage, Subject own) {
      own.request().setConnectionCookie(new Object());
    }
  },
  SNAPSHOT("`FilterManager.snapshot`") {
    @Override
    void make(Stage stage, Subject own) {
      if (stage.world.manager.snapshot().filters().size() != 4) {
        throw new AssertionError("filters are missing");
      }
    }
  },
  CLOSE_MANAGER("`FilterManager.close`") {
    @Override
    void make(Stage stage, Subject own) {
      stage.world.manager.close();
    }
  },
  CONNECT_OWN("`FilterPort.connect`, own port") {
    @Override
    void make(Stage stage, Subject own) {
      stage.connect(Stage.OWN_PORT);
    }
  },
  CONNECT_OTHER("`FilterPort.connect`, another port") {
    @Override
    void make(Stage stage, Subject own) {
      stage.connect(Stage.OTHER_PORT);
    }
  },
  CALL_OWN("`FilterPort.send`, own connection") {
    @Override
    void make(Stage stage, Subject own) {
      own.port().send(Buffers.utf8("x"), null);
    }
  },
  CALL_OTHER("`FilterPort.send`, another connection") {
    @Override
    void make(Stage stage, Subject own) {
      stage.otherLink.port().send(Buffers.utf8("x"), null);
    }
  },
  GET_OWN("`FilterPort.getMessage`, overlapped, own connection") {
    @Override
    void make(Stage stage, Subject own) {
      own.port().getMessage(Buffers.allocate(64), stage.world.overlapped());
    }
  },
  GET_OTHER("`FilterPort.getMessage`, overlapped, another connection") {
    @Override
    void make(Stage stage, Subject own) {
      stage.otherLink.get();
    }
  },
  CLOSE_OWN("`FilterPort.close`, own connection") {
    @Override
    void make(Stage stage, Subject own) {
      own.port().close();
      stage.untilNobodySends();
    }
  },
  CLOSE_OTHER("`FilterPort.close`, another connection") {
    @Override
    void make(Stage stage, Subject own) {
      stage.otherLink.port().close();
    }
  };

  /** As the table calls it. */
  final String title;

  ApiCall(String title) {
    this.title = title;
  }

  /** {@return how the call ended, in the table's words} */
  String run(Stage stage, Subject own) {
    return Words.of(() -> make(stage, own));
  }

  void make(Stage stage, Subject own) {
    throw new AssertionError(this + " has no call");
  }
}

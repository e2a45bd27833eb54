package io.filterport.verify.conformance.lifecycle;

import io.filterport.filter.ClientPort;
import io.filterport.verify.conformance.world.Background;

/** Who ends a connection, or seems to. */
enum End {
  CLIENT("`FilterPort.close`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.link.port().close();
    }
  },
  FILTER("`ClientPort.close`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      client.close();
    }
  },
  BOTH("both of these at once") {
    @Override
    void happen(Scene scene, ClientPort client) {
      Background<Void> filter = Background.run(client::close);
      scene.link.port().close();
      filter.result();
    }
  },
  UNREGISTER("`Filter.unregister`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.filter.unregister();
    }
  },
  UNLOAD("`FilterManager.unload`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.world.manager.unload(Scene.FILTER, false);
    }
  },
  MANAGER("`FilterManager.close`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.world.manager.close();
    }
  },
  SERVER_PORT("`ServerPort.close`") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.port.close();
    }
  },
  DEATH("the death of the client's process") {
    @Override
    void happen(Scene scene, ClientPort client) {
      scene.killClient();
    }
  };

  /** As the table calls it. */
  final String title;

  End(String title) {
    this.title = title;
  }

  /** {@return whether there is no filter afterwards} */
  boolean takesTheFilter() {
    return this == UNREGISTER || this == UNLOAD || this == MANAGER;
  }

  @Override
  public String toString() {
    return title;
  }

  /**
   * Ends a connection.
   *
   * @param scene where
   * @param client the filter's end of it
   */
  abstract void happen(Scene scene, ClientPort client);
}

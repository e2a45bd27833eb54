package io.filterport.verify.conformance.lifecycle;

/** What a callback does: whether it makes the call, and how it ends. */
enum Ending {
  RETURNS("returns") {
    @Override
    void act(Stage stage, Subject own) {
      stage.makeCall(own);
    }
  },
  THROWS("throws") {
    @Override
    void act(Stage stage, Subject own) {
      stage.makeCall(own);
      throw new Thrown();
    }
  },
  STAYS("stays inside after it") {
    @Override
    void act(Stage stage, Subject own) {
      stage.makeCall(own);
      stage.gate.hold();
    }
  },
  WATCHES("stays inside while another thread calls") {
    @Override
    void act(Stage stage, Subject own) {
      stage.entered.complete(own);
      stage.gate.hold();
    }
  };

  final String title;

  Ending(String title) {
    this.title = title;
  }

  abstract void act(Stage stage, Subject own);

  /** Without a trace: the manager logs what callbacks throw. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Thrown() {
      super("thrown by the test", null, false, false);
    }
  }
}

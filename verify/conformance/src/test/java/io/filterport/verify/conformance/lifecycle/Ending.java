package io.filterport.verify.conformance.lifecycle;

/** How a callback ends after its call. */
enum Ending {
  RETURNS("returns") {
    @Override
    void end() {
      // and the callback agrees
    }
  },
  THROWS("throws") {
    @Override
    void end() {
      throw new Thrown();
    }
  };

  final String title;

  Ending(String title) {
    this.title = title;
  }

  abstract void end();

  /** Without a trace: the manager logs what callbacks throw. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Thrown() {
      super("thrown by the test", null, false, false);
    }
  }
}

package io.filterport.engine;

/** The seats of a server port. Guarded by the port. */
final class Seats {
  private final int max;
  private int taken;

  Seats(int max) {
    this.max = max;
  }

  void take() {
    taken++;
  }

  void giveBack() {
    taken--;
  }

  int taken() {
    return taken;
  }

  int max() {
    return max;
  }
}

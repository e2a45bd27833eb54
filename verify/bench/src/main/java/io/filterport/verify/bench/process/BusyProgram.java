package io.filterport.verify.bench.process;

/** A process that keeps every processor busy: other people's work. */
public final class BusyProgram {
  private static volatile boolean over;

  private BusyProgram() {}

  /**
   * Works until it is told to end.
   *
   * @param args none
   */
  public static void main(String[] args) throws InterruptedException {
    TimeLimit.start();
    Orders orders = new Orders();
    int processors = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < processors; i++) {
      Thread.ofPlatform().daemon().name("busy").start(BusyProgram::work);
    }
    orders.answer("ready");
    String ignored = orders.next();
    over = true;
  }

  private static void work() {
    while (!over) {
      // that is all there is to do
    }
  }
}

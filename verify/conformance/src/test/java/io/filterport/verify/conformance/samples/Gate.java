package io.filterport.verify.conformance.samples;

import java.util.concurrent.CountDownLatch;

/** An operator can hold a service's workers up. Safe for use by any thread. */
final class Gate {
  private volatile CountDownLatch shut = new CountDownLatch(0);

  /** "hold" and "go"; both are acknowledged. */
  void obey(String order, Console console) {
    switch (order) {
      case "hold" -> {
        shut = new CountDownLatch(1);
        console.say("holding");
      }
      case "go" -> {
        shut.countDown();
        console.say("going");
      }
      default -> {}
    }
  }

  /** A worker comes by; one that is held up says so. */
  void pass(Console console) throws InterruptedException {
    CountDownLatch now = shut;
    if (now.getCount() > 0) {
      console.say("held");
      now.await();
    }
  }
}

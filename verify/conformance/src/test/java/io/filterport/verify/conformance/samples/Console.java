package io.filterport.verify.conformance.samples;

import java.util.function.Consumer;

/** What a service tells its operator, and he tells it. Safe for use by any thread. */
interface Console {
  void say(String line);

  /** {@return the operator's next line; null if he has gone} */
  String read();

  /** Whatever the operator says from now on is passed on by a thread of its own. */
  default void obey(Consumer<String> orders) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              for (String line = read(); line != null; line = read()) {
                orders.accept(line);
              }
            });
  }
}

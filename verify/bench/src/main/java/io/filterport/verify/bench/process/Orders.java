package io.filterport.verify.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A started process' talk with the one that started it: lines in, marked lines out. */
final class Orders {
  /** Begins each line that is an answer. */
  static final String ANSWER = "@ ";

  /** The last order. */
  static final String END = "end";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** Reads orders from now on, and ends this process if they end without the last one. */
  Orders() {
    Thread.ofPlatform().daemon().name("orders").start(this::read);
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.equals(END)) {
          return;
        }
      }
    } catch (IOException e) {
      // the same as their end
    }
    Runtime.getRuntime().halt(0);
  }

  /** {@return the next order} */
  String next() throws InterruptedException {
    return lines.take();
  }

  void answer(String text) {
    System.out.println(ANSWER + text);
    System.out.flush();
  }
}

package io.filterport.verify.conformance.history;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads of all histories of this process. Stateless. */
final class Stage {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("history-", 0).factory());

  private Stage() {}

  static List<Future<?>> play(List<? extends Player> players) {
    return players.stream().<Future<?>>map(player -> THREADS.submit(player::play)).toList();
  }

  static <T> Future<T> run(Callable<T> work) {
    return THREADS.submit(work);
  }
}

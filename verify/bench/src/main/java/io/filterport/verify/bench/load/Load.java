package io.filterport.verify.bench.load;

import io.filterport.verify.bench.peer.Calls;
import io.filterport.verify.bench.peer.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Callers in a closed loop: each asks, waits for the answer, and asks again. For use by one thread.
 */
public final class Load implements AutoCloseable {
  private final ExecutorService threads;
  private final List<Caller> callers = new ArrayList<>();
  private final CyclicBarrier start;

  /**
   * Opens the way of every caller.
   *
   * @param count how many callers
   */
  public Load(Calls calls, int count) throws Exception {
    threads = Executors.newFixedThreadPool(count, Load::daemon);
    start = new CyclicBarrier(count);
    for (int i = 0; i < count; i++) {
      callers.add(new Caller(calls.caller(i)));
    }
  }

  private static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().name("caller").unstarted(task);
  }

  /**
   * {@return what came of it} All callers begin together, each on a thread, and stop after the
   * time.
   *
   * @param nanos how long
   * @param pauseNanos what each caller lets pass before it asks again
   */
  public LoadResult run(long nanos, long pauseNanos)
      throws InterruptedException, ExecutionException {
    List<Callable<LoadResult>> tasks = new ArrayList<>();
    for (Caller caller : callers) {
      tasks.add(
          () -> {
            start.await();
            return caller.run(nanos, pauseNanos);
          });
    }
    LoadResult total = LoadResult.NONE;
    for (Future<LoadResult> part : threads.invokeAll(tasks)) {
      total = total.plus(part.get());
    }
    return total;
  }

  /** {@return nanoseconds of each round trip of the last run} */
  public Histogram histogram() {
    Histogram sum = Histograms.empty();
    callers.forEach(caller -> sum.add(caller.histogram));
    return sum;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static final class Caller {
    private final RoundTrip trip;
    private final Histogram histogram = Histograms.empty();
    private long stamp;

    Caller(RoundTrip trip) {
      this.trip = trip;
    }

    LoadResult run(long nanos, long pauseNanos) throws Exception {
      histogram.reset();
      long start = System.nanoTime();
      long now = start;
      while (now - start < nanos) {
        long before = System.nanoTime();
        askOnce();
        now = System.nanoTime();
        histogram.recordValue(now - before);
        pause(now, pauseNanos);
      }
      return new LoadResult(histogram.getTotalCount(), now - start);
    }

    /** Awake, as a thread that has work. */
    private static void pause(long start, long nanos) {
      while (nanos > 0 && System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    }

    private void askOnce() throws Exception {
      stamp++;
      long answered = trip.ask(stamp);
      if (answered != stamp) {
        throw new IllegalStateException("the answer to " + stamp + " is " + answered);
      }
    }
  }
}

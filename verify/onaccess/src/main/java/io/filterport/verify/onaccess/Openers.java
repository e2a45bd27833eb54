package io.filterport.verify.onaccess;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Threads that open one file each, all at once, and may have to wait. */
public final class Openers {
  private final List<Path> files;
  private final AtomicReferenceArray<@Nullable Opening> openings;
  private final CountDownLatch ready;
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch left;
  private final long start;

  private Openers(List<Path> files) throws InterruptedException {
    this.files = List.copyOf(files);
    openings = new AtomicReferenceArray<>(files.size());
    ready = new CountDownLatch(files.size());
    left = new CountDownLatch(files.size());
    for (int i = 0; i < files.size(); i++) {
      int index = i;
      Thread.ofPlatform().daemon().name("opener-" + i).start(() -> open(index));
    }
    ready.await();
    start = System.nanoTime();
    go.countDown();
  }

  /** {@return threads that have just begun to open these files} */
  public static Openers start(List<Path> files) throws InterruptedException {
    return new Openers(files);
  }

  private void open(int index) {
    ready.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    openings.set(index, Opening.now(files.get(index)));
    left.countDown();
  }

  /**
   * {@return what each has got}
   *
   * @param patience how long they may take from their start
   */
  public List<Opening> await(Duration patience) throws InterruptedException {
    long rest = patience.toNanos() - (System.nanoTime() - start);
    boolean ignored = left.await(rest, TimeUnit.NANOSECONDS);
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    List<Opening> result = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Opening opening = openings.get(i);
      result.add(
          opening == null ? new Opening(files.get(i), Opening.Outcome.WAITING, waited) : opening);
    }
    return result;
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.volumes.Latches;
import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;

/**
 * Has the reader of a volume stand still at its next event, while every other thread goes on: it
 * keeps the lock that the reader takes to look who is exempt.
 */
final class HangingReader implements AutoCloseable {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private HangingReader() {}

  static HangingReader of(FanotifyVolume volume) {
    HangingReader hanging = new HangingReader();
    Object lock = exemptions(volume);
    Thread.ofPlatform().daemon().name("keeps the reader").start(() -> hanging.keep(lock));
    Latches.await(hanging.held);
    return hanging;
  }

  private static Object exemptions(FanotifyVolume volume) {
    try {
      Field field = FanotifyVolume.class.getDeclaredField("exemptions");
      field.setAccessible(true);
      return field.get(volume);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(Object lock) {
    synchronized (lock) {
      held.countDown();
      Latches.await(end);
    }
  }

  void goOn() {
    end.countDown();
  }

  /** Lets it go on, if it does not yet. */
  @Override
  public void close() {
    goOn();
  }
}

package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One piece of news below a bell that the ringing thread answers itself. Whoever does the
 * bookkeeping wakes the waiter, unless that is itself.
 */
final class InlineNews implements BellListener {
  final Bell.Inline bell = new Bell.Inline();
  final Watch watch =
      new Watch(
          bell,
          Watch.Seats.TWO,
          this,
          reason -> {},
          new Rundown(),
          new SpinSite(WaitPolicy.ADAPTIVE),
          "news");

  private final AtomicBoolean news = new AtomicBoolean();
  private volatile Waiter waiter;
  private volatile boolean served;

  InlineNews() {
    bell.listen(this::service);
  }

  /** {@return the calling thread, which is told} */
  Waiter waiter() {
    Waiter me = new Waiter();
    waiter = me;
    return me;
  }

  void come() {
    news.set(true);
    bell.ring();
  }

  boolean isServed() {
    return served;
  }

  @Override
  public boolean service() {
    if (!news.getAndSet(false)) {
      return false;
    }
    served = true;
    Waiter told = waiter;
    if (told != null && !told.isCurrentThread()) {
      told.wake();
    }
    return true;
  }

  @Override
  public int progress() {
    return served ? 1 : 0;
  }

  @Override
  public boolean hasNews() {
    return news.get();
  }
}

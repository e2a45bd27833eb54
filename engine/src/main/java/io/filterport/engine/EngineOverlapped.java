package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.slots.Deadline;
import io.filterport.engine.slots.EngineClock;
import io.filterport.service.Overlapped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An OVERLAPPED: its latest get. */
final class EngineOverlapped implements Overlapped {
  private final boolean postsPacket;
  private final AtomicReference<@Nullable OverlappedGetter> latest = new AtomicReference<>();

  EngineOverlapped(boolean postsPacket) {
    this.postsPacket = postsPacket;
  }

  /** {@return whether its gets post packets, if their port is tied to a completion port} */
  boolean postsPacket() {
    return postsPacket;
  }

  /**
   * {@return whether the get is this OVERLAPPED's now; false if another is under way (GET-09)}
   *
   * @param before what {@link #latest} was
   * @param getter the new one
   */
  boolean begin(@Nullable OverlappedGetter before, OverlappedGetter getter) {
    return (before == null || before.isDone()) && latest.compareAndSet(before, getter);
  }

  /** The get was never accepted: no completion follows, and the former end counts (GET-08). */
  void restore(OverlappedGetter getter, @Nullable OverlappedGetter before) {
    latest.compareAndSet(getter, before);
  }

  @Nullable OverlappedGetter latest() {
    return latest.get();
  }

  @Override
  public boolean isComplete() {
    OverlappedGetter getter = latest.get();
    if (getter == null) {
      return false;
    }
    if (!getter.isDone()) {
      getter.half().service();
    }
    return getter.isDone();
  }

  @Override
  public boolean await(Timeout timeout) {
    OverlappedGetter getter = latest.get();
    if (getter == null) {
      return false;
    }
    return isComplete() || getter.await(Deadline.of(timeout, EngineClock.SYSTEM), true);
  }

  @Override
  public NtStatus status() {
    OverlappedGetter getter = latest.get();
    return getter == null || !isComplete() ? NtStatus.PENDING : getter.status();
  }

  @Override
  public int result() {
    OverlappedGetter getter = latest.get();
    if (getter == null) {
      throw new FilterPortException(
          "result of an OVERLAPPED", NtStatus.INVALID_PARAMETER, "No get was started with it.");
    }
    boolean ignored = isComplete();
    return getter.result();
  }

  @Override
  public CompletableFuture<Integer> toFuture() {
    OverlappedGetter getter = latest.get();
    if (getter == null) {
      throw new FilterPortException(
          "future of an OVERLAPPED", NtStatus.INVALID_PARAMETER, "No get was started with it.");
    }
    return getter.toFuture();
  }
}

package io.filterport.engine.slots;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * How one half tells the other that bits of a set are new. Rung without any lock held.
 *
 * <p>Between processes a thread sleeps on it; embedded, the ringing thread does the other half's
 * bookkeeping itself and nobody sleeps.
 */
interface Bell {
  /** Tells the half that listens. */
  void ring();

  /** Wakes the half's own sleeper, whatever the other half does with the bell. */
  void rouse();

  /** {@return whether a thread of the listening half can, and so one must, sleep on this bell} */
  boolean sleepable();

  /**
   * Sleeps until the bell is rung, the thread is interrupted or the time is up; returns early for
   * no reason at times.
   *
   * @param news looked at once more after the bell is marked: true means do not sleep
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return whether there was news, or somebody rang or woke the thread; false if the time was up,
   *     or an interrupt or a signal came
   */
  boolean sleep(BooleanSupplier news, long nanos);

  /**
   * The bell of an embedded half. A listener may ring the other half's bell, whose listener rings
   * this one: that is put off until the first listener has returned, or ten thousand getters that
   * are too small would nest as deep.
   */
  final class Inline implements Bell {
    private static final ThreadLocal<Chain> CHAIN = ThreadLocal.withInitial(Chain::new);

    private Runnable listener = () -> {};

    /** The listeners that run on one thread, each inside the one before. */
    private static final class Chain {
      private static final int MAX_DEPTH = 4;

      private final ArrayDeque<Inline> putOff = new ArrayDeque<>();
      private int depth;

      void ring(Inline bell) {
        if (depth == MAX_DEPTH) {
          putOff(bell);
          return;
        }
        run(bell);
        while (depth == 0 && !putOff.isEmpty()) {
          run(putOff.remove());
        }
      }

      private void putOff(Inline bell) {
        if (!putOff.contains(bell)) {
          putOff.add(bell);
        }
      }

      private void run(Inline bell) {
        depth++;
        try {
          bell.listener.run();
        } finally {
          depth--;
        }
      }
    }

    /** Called once, before the half is used. */
    void listen(Runnable service) {
      listener = service;
    }

    @Override
    public void ring() {
      CHAIN.get().ring(this);
    }

    @Override
    public void rouse() {
      throw new IllegalStateException("nobody sleeps on an embedded bell");
    }

    @Override
    public boolean sleepable() {
      return false;
    }

    @Override
    public boolean sleep(BooleanSupplier news, long nanos) {
      throw new IllegalStateException("nobody sleeps on an embedded bell");
    }
  }
}

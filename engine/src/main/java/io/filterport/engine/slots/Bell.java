package io.filterport.engine.slots;

import java.util.ArrayDeque;

/**
 * How one half tells the other that bits of a set are new. Rung without any lock held.
 *
 * <p>Between processes a thread sleeps on it ({@link SharedBell}); embedded, the ringing thread
 * does the other half's bookkeeping itself and nobody sleeps.
 */
interface Bell {
  /** Tells the half that listens, unless a thread of its looks for news anyway. */
  void ring();

  /** Asks for no ring: who calls this looks at the news until it marks the bell again. */
  void unmark();

  /** Asks for a ring from now on. To be followed by a look at the news. */
  void mark();

  /**
   * The bell of an embedded half. A listener may ring the other half's bell, whose listener rings
   * this one: that is put off until the first listener has returned, or ten thousand getters that
   * are too small would nest as deep.
   */
  final class Inline implements Bell {
    private static final ThreadLocal<Chain> CHAIN = ThreadLocal.withInitial(Chain::new);

    private Runnable listener = () -> {};

    /** Whether the listener is to be run. */
    private volatile boolean marked = true;

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
      if (marked) {
        CHAIN.get().ring(this);
      }
    }

    @Override
    public void unmark() {
      marked = false;
    }

    @Override
    public void mark() {
      marked = true;
    }
  }
}

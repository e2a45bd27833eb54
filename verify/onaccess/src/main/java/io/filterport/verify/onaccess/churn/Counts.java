package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Opening;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What happened so far. Thread-safe. */
final class Counts {
  final LongAdder written = new LongAdder();
  final LongAdder infected = new LongAdder();
  final LongAdder renamed = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder missing = new LongAdder();
  final LongAdder cleanAllowed = new LongAdder();
  final LongAdder cleanDenied = new LongAdder();
  final LongAdder eicarAllowed = new LongAdder();
  final LongAdder eicarDenied = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

  /** Counts what somebody got who opened a file. */
  void opened(Tree.Kind kind, Opening opening) {
    boolean clean = kind == Tree.Kind.CLEAN;
    LongAdder count =
        switch (opening.outcome()) {
          case ALLOWED -> clean ? cleanAllowed : eicarAllowed;
          case DENIED -> clean ? cleanDenied : eicarDenied;
          case MISSING -> missing;
          case WAITING, FAILED -> failed;
        };
    count.increment();
    slowestNanos.accumulate(opening.took().toNanos());
  }
}

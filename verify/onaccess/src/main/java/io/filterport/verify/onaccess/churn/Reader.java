package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Opening;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Opens files, and looks what it gets. */
final class Reader implements Runnable {
  private static final int FIRST_SEED = 1_000;

  private final Tree tree;
  private final Counts counts;
  private final BooleanSupplier over;
  private final SplittableRandom random;

  Reader(Tree tree, Counts counts, BooleanSupplier over, int number) {
    this.tree = tree;
    this.counts = counts;
    this.over = over;
    this.random = new SplittableRandom(FIRST_SEED + number);
  }

  @Override
  public void run() {
    while (!over.getAsBoolean()) {
      Tree.Kind kind = random.nextBoolean() ? Tree.Kind.CLEAN : Tree.Kind.EICAR;
      counts.opened(kind, Opening.now(tree.any(kind, random)));
    }
  }
}

package io.filterport.verify.conformance.history;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A thread of a history, and what it recorded. */
abstract class Player {
  final Plan plan;
  final Board board;
  final SplittableRandom random;
  private final int number;
  private List<? extends Player> others = List.of();
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  // written by this player, read by those who watch it

  /** What it does now; null between two calls. */
  private volatile Entry current;

  private volatile Thread thread;

  Player(Plan plan, Board board, int number) {
    this.plan = plan;
    this.board = board;
    this.number = number;
    this.random = plan.random(number);
  }

  abstract void step();

  /** Before the history: whom this one watches. */
  final void watch(List<? extends Player> players) {
    others = players.stream().filter(player -> !player.equals(this)).toList();
  }

  /** The whole part. */
  final void play() {
    thread = Thread.currentThread();
    board.meet(plan.players());
    try {
      for (int i = 0; i < plan.steps(); i++) {
        linger();
        step();
      }
    } finally {
      board.leave();
    }
  }

  /** A little, so that calls meet in all ways. */
  private void linger() {
    for (int i = random.nextInt(200); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  // ---- recording

  final int nextKey() {
    return number * Entry.THREAD + entries.size();
  }

  final Entry begin(Call call) {
    Entry entry = new Entry(nextKey(), call, board.tick());
    entries.add(entry);
    current = entry;
    return entry;
  }

  final void end(Entry entry, Result result) {
    current = null;
    entry.end(result, board.tick());
  }

  /** The call has returned, and goes on without this thread. */
  final void known(Entry entry) {
    current = null;
    entry.known(board.tick());
  }

  final Stream<Operation> operations() {
    return entries.stream().map(Entry::toOperation);
  }

  /** Writes down which other players wait inside the port. */
  final void noticeOthers() {
    others.forEach(this::noticeIfBlocked);
  }

  private void noticeIfBlocked(Player other) {
    Entry entry = other.current;
    boolean waits = entry != null && entry.takesPlace() && other.blocks(other.thread);
    if (waits && other.current == entry) {
      entry.known(board.tick());
    }
  }

  /** {@return whether the thread waits in a way that shows that its call has taken its place} */
  abstract boolean blocks(Thread waiting);
}

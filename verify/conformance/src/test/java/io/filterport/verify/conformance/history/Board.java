package io.filterport.verify.conformance.history;

import io.filterport.Buffers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Shared memory of those who play one history, in one process or in two: the ticks that order their
 * calls, and where they wait for each other. Safe for use by any thread.
 */
final class Board implements AutoCloseable {
  private static final int LINE = 64;

  // one cache line each
  private static final int TICKS = 0;
  private static final int READY = LINE;
  private static final int BUSY = 2 * LINE;
  private static final int LEFT = 3 * LINE;
  private static final int END = 4 * LINE;
  private static final int SENDING = 5 * LINE;
  private static final int REPORT = 16 * LINE;
  private static final int SIZE = 1 << 20;

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final Map<String, Board> OPEN = new ConcurrentHashMap<>();

  private final Path file;
  private final MemorySegment memory;

  private Board(Path file) {
    this.file = file;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, Arena.global());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Board create() {
    try {
      return at(Files.createTempFile("filterport-history", "").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the board of a path, in this process} */
  static Board at(String path) {
    return OPEN.computeIfAbsent(path, place -> new Board(Path.of(place)));
  }

  String path() {
    return file.toString();
  }

  private long get(int place) {
    return (long) LONG.getVolatile(memory, (long) place);
  }

  private void set(int place, long value) {
    LONG.setVolatile(memory, (long) place, value);
  }

  private long add(int place, long more) {
    return (long) LONG.getAndAdd(memory, (long) place, more);
  }

  /** Before a history: so many threads will play it. */
  void prepare(int players) {
    set(READY, 0);
    set(BUSY, players);
    set(LEFT, players);
    set(END, 0);
    for (int i = SENDING; i < REPORT; i += LINE) {
      set(i, 0);
    }
  }

  /** {@return a number above all that were given before, to whichever process} */
  long tick() {
    return add(TICKS, 1);
  }

  // ---- waiting

  /** {@return whether it came true} Only where a history hangs it does not. */
  @SuppressWarnings("ThreadPriorityCheck") // right without it; players outnumber processors
  static boolean comes(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE) {
        return false;
      }
      Thread.yield();
    }
    return true;
  }

  /** Returns when all players are here. */
  void meet(int players) {
    long ignored = add(READY, 1);
    if (!comes(() -> get(READY) >= players)) {
      throw new AssertionError("the other players did not come");
    }
  }

  /** The calling player begins a wait that only others can end. */
  void rest() {
    long ignored = add(BUSY, -1);
  }

  void goOn() {
    long ignored = add(BUSY, 1);
  }

  /** The calling player is done. */
  void leave() {
    long ignored = add(LEFT, -1);
    rest();
  }

  boolean isAnybodyLeft() {
    return get(LEFT) > 0;
  }

  boolean isAnybodyBusy() {
    return get(BUSY) > 0;
  }

  /** The filter's side is asked to end the connection. */
  void askForEnd() {
    set(END, 1);
  }

  boolean isEndAskedFor() {
    return get(END) != 0;
  }

  /** A sender says which message it sends without a timeout; 0 afterwards. */
  void sending(int sender, long number) {
    set(SENDING + sender * LINE, number);
  }

  long sending(int sender) {
    return get(SENDING + sender * LINE);
  }

  // ---- what the service's process has recorded

  void report(byte[] bytes) {
    set(REPORT, bytes.length);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, REPORT + Long.BYTES, bytes.length);
  }

  byte[] report() {
    return Buffers.bytes(memory.asSlice(REPORT + Long.BYTES, get(REPORT)));
  }

  @Override
  public void close() {
    OPEN.remove(path());
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

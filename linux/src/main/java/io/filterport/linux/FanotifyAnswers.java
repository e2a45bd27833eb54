package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Answers to permission events that go to the kernel with one system call. For one thread; used
 * again and again, and nothing large is allocated.
 *
 * <p>With each answer the kernel wakes everybody who waits for an answer of the group. Written with
 * one call, many of them wake him once.
 */
public final class FanotifyAnswers {
  /** So many buffers at most does writev take. */
  public static final int MOST = 1024;

  /* struct fanotify_response */
  private static final long FD = 0;
  private static final long RESPONSE = 4;
  private static final long SIZE = 8;

  /* struct iovec */
  private static final long BASE = 0;
  private static final long LENGTH = 8;
  private static final long VECTOR_SIZE = 16;

  private static final MethodHandle WRITEV =
      Native.function("writev", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment answers = Arena.ofAuto().allocate(MOST * SIZE, Long.BYTES);

  /** Each points to one answer. */
  private final MemorySegment vectors = Arena.ofAuto().allocate(MOST * VECTOR_SIZE, Long.BYTES);

  private int first;
  private int end;

  /** Makes room for answers, and adds none. */
  public FanotifyAnswers() {
    for (int i = 0; i < MOST; i++) {
      MemorySegment vector = vectors.asSlice(i * VECTOR_SIZE, VECTOR_SIZE);
      vector.set(JAVA_LONG, BASE, answers.address() + i * SIZE);
      vector.set(JAVA_LONG, LENGTH, SIZE);
    }
  }

  /** {@return whether every answer was taken} */
  public boolean isEmpty() {
    return first == end;
  }

  /** {@return whether none can be added before all were taken} */
  public boolean isFull() {
    return end == MOST;
  }

  /**
   * Adds an answer; there must be room.
   *
   * @param fd the descriptor of the event
   * @param response {@link Fanotify#ALLOW} or {@link Fanotify#DENY}
   */
  public void add(int fd, int response) {
    answers.set(JAVA_INT, end * SIZE + FD, fd);
    answers.set(JAVA_INT, end * SIZE + RESPONSE, response);
    end++;
  }

  /** {@return the descriptor of the first event whose answer was not taken} */
  public int fd() {
    return answers.get(JAVA_INT, first * SIZE + FD);
  }

  /** {@return the first answer that was not taken} */
  public int response() {
    return answers.get(JAVA_INT, first * SIZE + RESPONSE);
  }

  /**
   * Sends what was not taken yet, and forgets what the kernel takes: all answers before the first
   * that it refuses, for a reason that {@link Fanotify#respond} tells when that is sent alone.
   *
   * @param group from {@link Fanotify#init}
   * @return how many it took; -errno if it did not take the first
   */
  public int send(int group) {
    MemorySegment rest = vectors.asSlice(first * VECTOR_SIZE);
    int count = end - first;
    long written = Native.callLong(s -> (long) WRITEV.invokeExact(s, group, rest, count));
    if (written < 0) {
      return (int) written;
    }
    int taken = (int) (written / SIZE);
    forget(taken);
    return taken;
  }

  /** Forgets the first answer that was not taken. */
  public void skip() {
    forget(1);
  }

  /** Forgets all answers. */
  public void clear() {
    forget(end - first);
  }

  private void forget(int count) {
    first += count;
    if (first == end) {
      first = 0;
      end = 0;
    }
  }
}

package io.filterport.scanner;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.MessageCall;
import io.filterport.volume.FileOperation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The scans that one service was asked for and the filter waits for, by number. Thread-safe. A
 * number is never used again, so what a service says too late is about no other scan.
 */
final class RunningScans {
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, FileOperation> running = new ConcurrentHashMap<>();
  private volatile long lastTurn;

  /**
   * {@return the scan's number}
   *
   * @param turn that began it, of all services
   */
  long begin(FileOperation operation, long turn) {
    lastTurn = turn;
    long id = last.incrementAndGet();
    running.put(id, operation);
    return id;
  }

  /** {@return the turn that began the youngest; 0 if there was none} */
  long lastTurn() {
    return lastTurn;
  }

  /** {@return how many the filter waits for} */
  int count() {
    return running.size();
  }

  /** {@return whether there is one whose time has passed} */
  boolean isOverdue() {
    return running.values().stream().anyMatch(RunningScans::isTimeUp);
  }

  static boolean isTimeUp(FileOperation operation) {
    return operation.timeLeft().equals(Timeout.poll());
  }

  void end(long id) {
    running.remove(id);
  }

  /** {@return what the service is told} Any message may come, at any time. */
  NtStatus answer(MessageCall call) {
    try {
      return isWanted(StillWorking.decode(call.input()).scanId())
          ? NtStatus.SUCCESS
          : NtStatus.NOT_FOUND;
    } catch (IllegalArgumentException e) {
      return NtStatus.INVALID_PARAMETER;
    }
  }

  /** Who works on it has more time, as far as there is any. */
  private boolean isWanted(long id) {
    FileOperation operation = running.get(id);
    if (operation == null || operation.isAbandoned()) {
      return false;
    }
    boolean ignored = operation.askForMoreTime();
    return true;
  }
}

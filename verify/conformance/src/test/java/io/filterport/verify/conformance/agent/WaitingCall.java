package io.filterport.verify.conformance.agent;

import io.filterport.verify.conformance.world.Blocked;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** A thread of this process that waits for a call in another. */
public final class WaitingCall {
  private static final Map<Thread, WaitingCall> WAITING = new ConcurrentHashMap<>();

  private final AgentProcess agent;
  private final long number;
  private final Future<Answer> running;

  WaitingCall(AgentProcess agent, long number, Future<Answer> running) {
    this.agent = agent;
    this.number = number;
    this.running = running;
  }

  /** An interrupt that comes too late for the call over there stays with this thread. */
  Answer await() {
    boolean interrupted = false;
    WAITING.put(Thread.currentThread(), this);
    try {
      while (true) {
        try {
          return AgentProcess.get(running);
        } catch (InterruptedException e) {
          interrupted |= !agent.interrupt(number, running);
        }
      }
    } finally {
      WAITING.remove(Thread.currentThread());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@return whether the thread waits inside a port, in this process or by a call over there} */
  public static boolean isBlocked(Thread thread) {
    WaitingCall call = WAITING.get(thread);
    return call == null
        ? Blocked.isBlocked(thread)
        : waitsForAnswer(thread) && call.agent.isBlocked(call.number);
  }

  /** Whoever was interrupted waits again when the thread over there is. */
  private static boolean waitsForAnswer(Thread thread) {
    return !thread.isInterrupted() && LockSupport.getBlocker(thread) instanceof Future;
  }
}

package io.filterport.verify.conformance.agent;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;

/** An OVERLAPPED of the agent. The test's buffer is filled when the test looks at it. */
final class RemoteOverlapped implements Overlapped {
  private final AgentProcess agent;
  final int number;
  private volatile MemorySegment buffer = MemorySegment.NULL;

  RemoteOverlapped(AgentProcess agent, int number) {
    this.agent = agent;
    this.number = number;
  }

  /** Starts a get into this buffer. Whoever takes its packet at once finds the buffer already. */
  void begin(MemorySegment target, Runnable get) {
    MemorySegment before = buffer;
    buffer = target;
    try {
      get.run();
    } catch (RuntimeException e) {
      buffer = before;
      throw e;
    }
  }

  void fill(Bytes bytes) {
    Bytes.fill(buffer, bytes);
  }

  private long look(AgentProcess.Work work) {
    Answer answer = agent.call(work);
    fill(answer.bytes());
    return answer.value();
  }

  @Override
  public boolean isComplete() {
    return look((service, call) -> service.isComplete(call, number)) != 0;
  }

  @Override
  public boolean await(Timeout timeout) {
    return look((service, call) -> service.await(call, number, Wait.of(timeout))) != 0;
  }

  @Override
  public int result() {
    return (int) look((service, call) -> service.result(call, number));
  }

  @Override
  public NtStatus status() {
    return new NtStatus((int) look((service, call) -> service.status(call, number)));
  }

  @Override
  public CompletableFuture<Integer> toFuture() {
    return CompletableFuture.supplyAsync(
        () -> (int) look((service, call) -> service.future(call, number)));
  }

  /** While a dependant of its future runs over there, another thread does something here. */
  void onCompletion(Runnable action) {
    agent.call((service, call) -> service.holdCompletion(call, number));
    Background<Void> ignored = Background.run(() -> inCompletion(action));
  }

  private void inCompletion(Runnable action) {
    agent.call((service, call) -> service.awaitCompletion(call, number));
    try {
      action.run();
    } finally {
      agent.call((service, call) -> service.leaveCompletion(call, number));
    }
  }
}

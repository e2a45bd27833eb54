package io.filterport.verify.conformance.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Another process, in which service sides live. Safe for use by any thread. */
public final class AgentProcess implements AutoCloseable {
  private final ChildProgram program;
  private final ServiceCalls calls;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("agent-call-", 0).factory());
  private final AtomicLong numbers = new AtomicLong();

  private AgentProcess(ChildProgram program) throws IOException {
    this.program = program;
    this.calls = readStub(program);
  }

  /** {@return the process that all tests share; it ends with this one} */
  public static AgentProcess shared() {
    return Shared.AGENT;
  }

  private static final class Shared {
    static final AgentProcess AGENT = start();
  }

  /** {@return a process of this user} */
  public static AgentProcess start() {
    try {
      return new AgentProcess(ChildProgram.start(AgentProgram.class, List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServiceCalls readStub(ChildProgram program) throws IOException {
    byte[] stub = Base64.getDecoder().decode(program.hear());
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stub))) {
      return (ServiceCalls) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  /** {@return its number} */
  public long pid() {
    return program.pid();
  }

  /**
   * Becomes another user, for good; only root may. It must have connected and failed to connect
   * before: the other user may not be able to read the class path.
   *
   * @param uid the user, and its only group
   */
  public void become(long uid) {
    Answer ignored = call((service, call) -> service.become(call, uid));
  }

  /** {@return the names of the threads there} */
  public List<String> threads() {
    try {
      return calls.threads();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a process of the agent's, which waits until it is ended} */
  public ProcessHandle startChild() {
    try {
      return ProcessHandle.of(calls.startChild()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it end by itself, with whatever is open; {@return its exit code} */
  public int end() {
    return program.end();
  }

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() {
    program.kill();
  }

  @Override
  public void close() {
    kill();
    threads.shutdownNow();
  }

  /** A call of the service side. */
  @FunctionalInterface
  interface Work {
    Answer on(ServiceCalls service, Call call) throws IOException;
  }

  ServiceCalls calls() {
    return calls;
  }

  /** Like a call in this process: it can be interrupted, and its failure is thrown. */
  Answer call(Work work) {
    Call call = new Call(numbers.incrementAndGet(), Thread.interrupted());
    Future<Answer> running = threads.submit(() -> work.on(calls, call));
    Answer answer = new WaitingCall(this, call.number(), running).await();
    if (answer.interrupted()) {
      Thread.currentThread().interrupt();
    }
    if (answer.failure() != null) {
      throw answer.failure().toException();
    }
    return answer;
  }

  /**
   * Passes an interrupt on to the thread over there, once it runs.
   *
   * @return false if the call ended first
   */
  boolean interrupt(long number, Future<Answer> running) {
    try {
      while (!running.isDone()) {
        if (calls.interrupt(number)) {
          return true;
        }
        Thread.onSpinWait();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isBlocked(long number) {
    try {
      return calls.isBlocked(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer get(Future<Answer> running) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new AssertionError("calling the agent", e.getCause());
    }
  }
}

package io.filterport.verify.conformance.agent;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Another process, in which service sides live. Safe for use by any thread. */
public final class AgentProcess implements AutoCloseable {
  private final Process process;
  private final ServiceCalls calls;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("agent-call-", 0).factory());
  private final AtomicLong numbers = new AtomicLong();

  private AgentProcess(Process process) throws IOException {
    this.process = process;
    this.calls = readStub();
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
    return start(List.of());
  }

  /**
   * {@return a process of another user; only root may start one}
   *
   * @param uid the user, and its only group
   */
  public static AgentProcess startAs(long uid) {
    return start(List.of(Long.toString(uid)));
  }

  private static AgentProcess start(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-Djava.rmi.server.hostname=127.0.0.1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(AgentProgram.class.getName());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new AgentProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServiceCalls readStub() throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    while (line != null && !line.startsWith(AgentProgram.STUB)) {
      line = reader.readLine();
    }
    if (line == null) {
      throw new IOException("the agent ended before it could be called");
    }
    byte[] stub = Base64.getDecoder().decode(line.substring(AgentProgram.STUB.length()));
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stub))) {
      return (ServiceCalls) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  /** {@return its number} */
  public long pid() {
    return process.pid();
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

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    process.onExit().join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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

  /** Passes an interrupt on to the thread over there, once it runs. */
  void interrupt(long number, Future<Answer> running) {
    try {
      while (!running.isDone() && !calls.interrupt(number)) {
        Thread.onSpinWait();
      }
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

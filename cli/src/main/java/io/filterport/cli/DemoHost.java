package io.filterport.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The demo's host process, as the demo sees it. For one thread. */
final class DemoHost implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<DemoDecision> decisions = new LinkedBlockingQueue<>();

  DemoHost(ProcessBuilder command) throws IOException {
    process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread.ofPlatform().daemon().name("filterport-demo-host").start(this::read);
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (DemoDecision.isLine(line)) {
          decisions.add(DemoDecision.parse(line));
        } else {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      lines.add("gone " + e);
    }
  }

  long pid() {
    return process.pid();
  }

  void awaitListening() throws InterruptedException {
    expect("listening");
  }

  /** {@return the uid of the connected service, or "none"} */
  String service() throws IOException, InterruptedException {
    order("service");
    return expect("service ");
  }

  /** {@return what the host met when it opened the file itself} */
  String open(String file) throws IOException, InterruptedException {
    order("open " + file);
    return expect("opened ");
  }

  private void order(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private String expect(String prefix) throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null || !line.startsWith(prefix)) {
      throw new IllegalStateException("the demo's host said " + line + " instead of " + prefix);
    }
    return line.substring(prefix.length());
  }

  /** {@return the next decision about a file} */
  DemoDecision decision(String file) throws InterruptedException {
    while (true) {
      DemoDecision decision = decisions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (decision == null) {
        throw new IllegalStateException("the demo's host decided nothing about " + file);
      }
      if (decision.path().equals(file)) {
        return decision;
      }
    }
  }

  /** Ends it in order: it closes its volume, so nothing stays unanswered. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

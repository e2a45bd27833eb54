package io.filterport.verify.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that was started for a measurement. For use by one thread. */
public final class Child implements AutoCloseable {
  private static final String END_OF_OUTPUT = "";
  private static final long END_SECONDS = 5;

  private final Process process;
  private final Writer orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final int limitSeconds;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param command its command line
   * @param directory where it runs
   * @param limitSeconds how long each order may take
   */
  public Child(List<String> command, Path directory, int limitSeconds) throws IOException {
    this.limitSeconds = limitSeconds;
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("answers-" + process.pid()).start(this::read);
    try {
      String ignored = hear("its start");
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(Orders.ANSWER)) {
          answers.add(line.substring(Orders.ANSWER.length()));
        }
      }
    } catch (IOException e) {
      // the same as its end
    } finally {
      answers.add(END_OF_OUTPUT);
    }
  }

  /** {@return its process id} */
  public long pid() {
    return process.pid();
  }

  /**
   * {@return what it answers}
   *
   * @throws IOException if it ends, or does not answer in time
   */
  public String ask(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    return hear(order);
  }

  private String hear(String order) throws IOException {
    String answer;
    try {
      answer = answers.poll(limitSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a process worked on: " + order, e);
    }
    if (answer == null) {
      throw new IOException("no answer in " + limitSeconds + " s to: " + order);
    }
    if (answer.equals(END_OF_OUTPUT)) {
      throw new IOException("a process ended in: " + order);
    }
    return answer;
  }

  /** Tells it to end, and ends it if it does not. */
  @Override
  public void close() {
    try {
      orders.write(Orders.END + "\n");
      orders.close();
    } catch (IOException e) {
      // it has ended
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

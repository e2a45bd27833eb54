package io.filterport.verify.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the main method of a child process begins with: it ends by itself, whatever happens. */
public final class Program {
  /** Marks a line of output as a result. */
  static final String RESULT = "@ ";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int OUT_OF_TIME = 3;
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Program() {}

  /** Ends this process after two minutes, and when its parent's pipe ends. */
  public static void limitTime() {
    Thread.ofPlatform().daemon().name("limit").start(Program::haltAfterLimit);
  }

  private static void haltAfterLimit() {
    try {
      Thread.sleep(LIMIT);
    } catch (InterruptedException e) {
      System.out.println("the time limit was interrupted");
    }
    Runtime.getRuntime().halt(OUT_OF_TIME);
  }

  /** Tells the parent. */
  public static synchronized void say(Object result) {
    System.out.println(RESULT + result);
    System.out.flush();
  }

  /** {@return the parent's next line, null if it is gone} */
  public static @Nullable String hear() {
    try {
      return IN.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.filterport.verify.system;

import io.filterport.Timeout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A host in a process of its own, with {@value #PORT} for everyone. Arguments: socket, uid to run
 * as. Answers lines of its parent: what it holds, how often its threads slept, that it should send.
 */
final class HostProgram {
  static final String PORT = "\\Host";

  /** Asks for {@link Resources}. */
  static final String RESOURCES = "resources";

  /** Asks for the voluntary context switches of {@value #IDLE_SECONDS} seconds. */
  static final String SWITCHES = "switches";

  /** Asks for a message to the latest client; the answer is the outcome. */
  static final String SEND = "send";

  /** Asks how many callbacks have begun. */
  static final String MESSAGES = "messages";

  static final int IDLE_SECONDS = 3;

  private static final String EVERYONE = "D:(A;;0x1F0001;;;WD)";

  private HostProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    Program.limitTime();
    Unprivileged.become(Long.parseLong(arguments[1]), Path.of(arguments[0]));
    try (TestHost host = new TestHost(Path.of(arguments[0])).port(PORT, 1_000, EVERYONE)) {
      Program.say("listening");
      for (String line = Program.hear(); line != null; line = Program.hear()) {
        Program.say(answer(host, line));
      }
    }
  }

  private static Object answer(TestHost host, String line) throws InterruptedException {
    return switch (line) {
      case RESOURCES -> Resources.now();
      case SWITCHES -> switches();
      case SEND -> Sending.of(host.client(PORT), Timeout.ofMillis(2_000)).outcome();
      case MESSAGES -> host.messages.get();
      default -> "what is " + line + "?";
    };
  }

  /** Twice, for the classes are loaded by the first. */
  private static long switches() throws InterruptedException {
    long _ = Proc.voluntarySwitches();
    long before = Proc.voluntarySwitches();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    return Proc.voluntarySwitches() - before;
  }
}

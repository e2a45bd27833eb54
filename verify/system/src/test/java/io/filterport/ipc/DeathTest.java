package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.system.Child;
import io.filterport.verify.system.Resources;
import io.filterport.verify.system.Sending;
import io.filterport.verify.system.TestHost;
import io.filterport.verify.system.Wait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client dies, or stands still, after each of its steps. Every step has its port and its client,
 * so that all of them start at the same time.
 */
class DeathTest {
  private static final Timeout LONG_ENOUGH_TO_COME_TO_THE_STEP = Timeout.ofMillis(4_000);
  private static final String BYSTANDER = "\\Bystander";

  @TempDir Path directory;
  private TestHost host;
  private final List<Stepper> steppers = new ArrayList<>();
  private final Map<String, Sending> senders = new ConcurrentHashMap<>();

  /** A client that stands still after its step. */
  private final class Stepper {
    final int number;
    final String port;
    final Child child;
    final List<String> steps = new ArrayList<>();

    Stepper(String role, int number) {
      this.number = number;
      port = "\\Step" + number;
      host.port(port, 1);
      child = Child.start(StepProgram.class, host.socket(), port, role, number);
    }

    /** {@return whether it is still now; false if it went to the end without so many steps} */
    boolean isStill() {
      String said = child.hear();
      while (!said.equals("still") && !said.equals("end")) {
        steps.add(said);
        said = child.hear();
      }
      return said.equals("still");
    }

    boolean hasDone(String step) {
      return steps.contains(step);
    }

    @Override
    public String toString() {
      return "step " + number + (steps.isEmpty() ? "" : ", " + steps.getLast());
    }
  }

  @BeforeEach
  void listen() {
    host = new TestHost(directory.resolve("manager.sock")).port(BYSTANDER, 1);
    host.visit(BYSTANDER);
    Resources.awaitNoConnection();
  }

  @AfterEach
  void end() {
    steppers.forEach(stepper -> stepper.child.close());
    host.close();
  }

  private static int steps(String role) {
    return role.equals(StepProgram.GETTER) ? 17 : 15;
  }

  /** Brings a client to each step, with a sender that waits for it if it came so far. */
  private void start(String role, Function<ClientPort, Sending> sender) {
    host.onConnect((port, client) -> senders.put(port, sender.apply(client)));
    for (int step = 1; step <= steps(role); step++) {
      steppers.add(new Stepper(role, step));
    }
    steppers.forEach(stepper -> assertThat(stepper.child.hear()).isEqualTo("ready"));
    steppers.forEach(DeathTest::go);
    System.out.println(role + ": " + steppers.size() + " steps: " + steppers.getLast().steps);
  }

  private static void go(Stepper stepper) {
    stepper.child.say("go");
    assertThat(stepper.isStill()).as(stepper.toString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {StepProgram.GETTER, StepProgram.CALLER})
  @DisplayName("INV-08: a client that is killed after any of its steps")
  void killed(String role) {
    Resources before = Resources.now();
    start(role, client -> Sending.of(client, Timeout.infinite()));
    for (Stepper stepper : steppers) {
      stepper.child.close();
      assertSender(stepper);
      assertOver(stepper);
    }
    steppers.clear();
    before.awaitAgain();
  }

  /** A reply that was settled is never lost (KSM-29). */
  private void assertSender(Stepper stepper) {
    if (stepper.hasDone("answer received")) {
      assertThat(senders.get(stepper.port).outcome())
          .as(stepper.toString())
          .isEqualTo(stepper.hasDone("replied word") ? Outcome.REPLIED : Outcome.DISCONNECTED);
    }
  }

  /** One disconnect callback for the client, if it was accepted, and one for the visitor. */
  private void assertOver(Stepper stepper) {
    host.awaitOpen(stepper.port, 0);
    host.onConnect((port, client) -> {});
    host.visit(stepper.port);
    assertThat(host.disconnects(stepper.port)).as(stepper.toString()).isBetween(1, 2);
    assertThat(host.connects(stepper.port)).isEqualTo(host.disconnects(stepper.port));
  }

  @ParameterizedTest
  @ValueSource(strings = {StepProgram.GETTER, StepProgram.CALLER})
  @DisplayName("KSM-37: a client that stands still after any of its steps")
  void stopped(String role) {
    Resources before = Resources.now();
    start(role, client -> Sending.of(client, LONG_ENOUGH_TO_COME_TO_THE_STEP));
    steppers.forEach(stepper -> stepper.child.stop());
    host.onConnect((port, client) -> {});
    for (Stepper stepper : steppers) {
      host.visit(BYSTANDER);
      if (stepper.hasDone("answer received")) {
        assertThat(senders.get(stepper.port).outcome())
            .as(stepper.toString())
            .isIn(expected(stepper));
      }
    }
    steppers.forEach(this::assertUnchanged);
    for (Stepper stepper : steppers) {
      goOn(stepper);
      stepper.child.close();
      assertOver(stepper);
    }
    steppers.clear();
    before.awaitAgain();
  }

  /** Before the offer is announced, after it, and when the answer is there. */
  private static List<Outcome> expected(Stepper stepper) {
    if (stepper.hasDone("replied word")) {
      return List.of(Outcome.REPLIED);
    }
    if (stepper.hasDone("offer bell woken")) {
      return List.of(Outcome.TIMEOUT_NO_REPLY);
    }
    return stepper.hasDone("offered bit")
        ? List.of(Outcome.TIMEOUT_NOT_DELIVERED, Outcome.TIMEOUT_NO_REPLY)
        : List.of(Outcome.TIMEOUT_NOT_DELIVERED);
  }

  /** It stays connected for as long as it likes, unless it never said which port it wants. */
  private void assertUnchanged(Stepper stepper) {
    assertThat(host.disconnects(stepper.port)).as(stepper.toString()).isZero();
    if (stepper.hasDone("answer received")) {
      Sending poll = Sending.of(host.client(stepper.port), Timeout.ofMillis(20));
      assertThat(poll.outcome()).isIn(Outcome.TIMEOUT_NOT_DELIVERED, Outcome.TIMEOUT_NO_REPLY);
    }
  }

  /** Every second one is killed where it stands. */
  private static void goOn(Stepper stepper) {
    if (stepper.number % 2 == 0) {
      stepper.child.resume();
      assertThat(stepper.child.ask("are you there?")).isEqualTo("still");
    }
  }

  @Test
  @DisplayName("DIS-08: the disconnect callback waits for a message callback that is still running")
  void killedDuringItsCallback() {
    Stepper stepper = new Stepper(StepProgram.HOLDER, 12);
    steppers.add(stepper);
    assertThat(stepper.child.ask("go")).isEqualTo("ready");
    assertThat(stepper.isStill()).isTrue();
    Wait.until("the callback", () -> host.messages.get() == 2);
    stepper.child.kill();
    ClientPort client = host.client(stepper.port);
    Wait.until("the end is noticed", () -> !client.isConnected());
    assertThat(host.disconnects(stepper.port)).isZero();
    host.release(1);
    host.awaitOpen(stepper.port, 0);
    assertThat(host.disconnects(stepper.port)).isEqualTo(1);
  }
}

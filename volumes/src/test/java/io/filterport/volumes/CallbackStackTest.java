package io.filterport.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackStackTest {
  private static final VolumeOptions DENY = VolumeOptions.named("test");
  private static final VolumeOptions ALLOW = DENY.withDefaultVerdict(Verdict.ALLOW);

  private final List<String> asked = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private CallbackStack stack(VolumeOptions options) {
    return new CallbackStack(options, new FailureLog(() -> 0, (text, failure) -> said.add(text)));
  }

  private Volume.Attachment attach(CallbackStack stack, String altitude, Verdict verdict) {
    return stack.attach(
        altitude,
        operation -> {
          asked.add(altitude);
          return verdict;
        });
  }

  private static void assertDecided(Decision decision, Verdict verdict, boolean byDefault) {
    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.byDefault()).isEqualTo(byDefault);
  }

  private static Decision ask(CallbackStack stack) {
    Passage passage = stack.enter();
    Decision decision = passage.ask(new FakeOperation());
    passage.tellFailures();
    return decision;
  }

  @Test
  @DisplayName("callbacks are asked by the value of their altitude, highest first")
  void asksHighestFirst() {
    CallbackStack stack = stack(DENY);
    for (String altitude : List.of("9", "100.5", "100", "320000", "100.25")) {
      attach(stack, altitude, Verdict.ALLOW);
    }
    assertDecided(ask(stack), Verdict.ALLOW, false);
    assertThat(asked).containsExactly("320000", "100.5", "100.25", "100", "9");
  }

  @Test
  @DisplayName("the first deny decides, and those below are not asked")
  void firstDenyDecides() {
    CallbackStack stack = stack(ALLOW);
    attach(stack, "3", Verdict.ALLOW);
    attach(stack, "2", Verdict.deny("the middle one"));
    attach(stack, "1", Verdict.deny("the lowest one"));
    assertDecided(ask(stack), Verdict.deny("the middle one"), false);
    assertThat(asked).containsExactly("3", "2");
  }

  @Test
  @DisplayName("with nobody attached everything is allowed")
  void emptyAllows() {
    CallbackStack stack = stack(DENY);
    assertThat(stack.isEmpty()).isTrue();
    assertDecided(ask(stack), Verdict.ALLOW, false);
  }

  static Stream<PreOperationCallback> failing() {
    return Stream.of(
        operation -> {
          throw new IllegalStateException("broken");
        },
        operation -> {
          throw new IOException("unreadable");
        },
        operation -> {
          throw new StackOverflowError();
        },
        operation -> null);
  }

  @ParameterizedTest
  @MethodSource("failing")
  @DisplayName("a callback that fails counts as the default verdict deny, with a reason")
  void failureDenies(PreOperationCallback failing) {
    CallbackStack stack = stack(DENY);
    stack.attach("2", failing);
    attach(stack, "1", Verdict.ALLOW);
    Decision decision = ask(stack);
    assertThat(decision.byDefault()).isTrue();
    assertThat(decision.verdict().allowed()).isFalse();
    assertThat(decision.verdict().reason()).contains("no verdict", "altitude 2");
    assertThat(asked).isEmpty();
    assertThat(said).singleElement().asString().contains("test", "altitude 2");
  }

  @Test
  @DisplayName(
      "the reason says what a callback has thrown; of this library's exceptions, no advice")
  void reasonOfFailure() {
    assertThat(
            reason(
                operation -> {
                  throw new IOException("unreadable");
                }))
        .endsWith("failed: java.io.IOException: unreadable");
    assertThat(
            reason(
                operation -> {
                  throw new FilterPortException("scanning", NtStatus.TIMEOUT, "Wait.");
                }))
        .endsWith("failed: scanning: STATUS_TIMEOUT (0x00000102)");
  }

  @Test
  @DisplayName("a callback whose exception cannot be told has failed all the same")
  void untellableFailure() {
    assertThat(
            reason(
                operation -> {
                  throw new Untellable();
                }))
        .endsWith("altitude 2 of volume test failed");
  }

  private static final class Untellable extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("on purpose");
    }
  }

  private String reason(PreOperationCallback callback) {
    CallbackStack stack = stack(DENY);
    stack.attach("2", callback);
    return ask(stack).verdict().reason();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @DisplayName(
      "a callback that fails counts as the default verdict allow: lower ones may still deny")
  void failureAllows(PreOperationCallback failing) {
    CallbackStack stack = stack(ALLOW);
    stack.attach("2", failing);
    Volume.Attachment lower = attach(stack, "1", Verdict.DENY);
    assertDecided(ask(stack), Verdict.DENY, false);
    lower.close();
    assertDecided(ask(stack), Verdict.ALLOW, true);
    attach(stack, "1", Verdict.ALLOW);
    assertDecided(ask(stack), Verdict.ALLOW, true);
  }

  @Test
  @DisplayName("the log is told of a failure only when whoever asked says so, and once")
  void verdictFirst() {
    CallbackStack stack = stack(DENY);
    stack.attach("1", operation -> null);
    Passage passage = stack.enter();
    assertThat(passage.ask(new FakeOperation()).byDefault()).isTrue();
    assertThat(said).isEmpty();
    passage.tellFailures();
    passage.tellFailures();
    assertThat(said).hasSize(1);
  }

  @Test
  @DisplayName("a log that fails does not cost the verdict")
  void failingLog() {
    FailureLog broken =
        new FailureLog(
            () -> 0,
            (text, failure) -> {
              throw new StackOverflowError();
            });
    CallbackStack stack = new CallbackStack(ALLOW, broken);
    stack.attach("1", operation -> null);
    assertDecided(ask(stack), Verdict.ALLOW, true);
  }

  @Test
  @DisplayName("a closed attachment is not asked and its altitude is free")
  void detaches() {
    CallbackStack stack = stack(DENY);
    Volume.Attachment attachment = attach(stack, "7", Verdict.DENY);
    attachment.close();
    attach(stack, "7", Verdict.ALLOW);
    attachment.close();
    assertThat(ask(stack).verdict().allowed()).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("one altitude holds one callback, however it is written")
  void altitudesCollide() {
    CallbackStack stack = stack(DENY);
    attach(stack, "100.50", Verdict.ALLOW);
    assertRefused(() -> attach(stack, "0100.5", Verdict.ALLOW), NtStatus.OBJECT_NAME_COLLISION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e9", "high", "1.", ".5", "123456789012345678901"})
  @DisplayName("an altitude is a decimal number")
  void refusesOtherAltitudes(String altitude) {
    assertRefused(() -> attach(stack(DENY), altitude, Verdict.ALLOW), NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("a closed stack asks nobody and takes nobody")
  void closed() {
    CallbackStack stack = stack(DENY);
    attach(stack, "1", Verdict.DENY);
    stack.close();
    stack.close();
    assertThat(ask(stack).verdict().allowed()).isTrue();
    assertRefused(() -> attach(stack, "1", Verdict.ALLOW), NtStatus.FLT_DELETING_OBJECT);
  }

  private static void assertRefused(ThrowingCallable attempt, NtStatus status) {
    assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(attempt)
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}

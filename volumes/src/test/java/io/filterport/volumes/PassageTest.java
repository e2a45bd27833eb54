package io.filterport.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told what an operation came to, and in which order. */
class PassageTest {
  private static final VolumeOptions ALLOW =
      VolumeOptions.named("test").withDefaultVerdict(Verdict.ALLOW);

  private final List<String> events = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final CallbackStack stack =
      new CallbackStack(ALLOW, new FailureLog(() -> 0, (text, failure) -> said.add(text)));
  private final FakeOperation operation = new FakeOperation();

  private Volume.Attachment attach(String altitude, Verdict verdict) {
    return attach(altitude, verdict, () -> {});
  }

  private Volume.Attachment attach(String altitude, Verdict verdict, Runnable whenAsked) {
    return stack.attach(
        altitude,
        asked -> {
          events.add("ask " + altitude);
          whenAsked.run();
          return verdict;
        },
        told(altitude));
  }

  private PostOperationCallback told(String altitude) {
    return (told, status) -> {
      assertThat(told).isSameAs(operation);
      events.add("tell " + altitude + " " + status.name());
    };
  }

  private void run(NtStatus outcome) {
    Passage passage = stack.enter();
    boolean allowed = passage.ask(operation).verdict().allowed();
    passage.tellFailures();
    passage.done(operation, allowed ? outcome : NtStatus.ACCESS_DENIED);
  }

  @Test
  @DisplayName("who was asked is told what it came to, in reverse order")
  void tellsInReverse() {
    for (String altitude : List.of("328010.5", "328010", "328010.25")) {
      attach(altitude, Verdict.ALLOW);
    }
    run(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(events)
        .containsExactly(
            "ask 328010.5",
            "ask 328010.25",
            "ask 328010",
            "tell 328010 STATUS_OBJECT_NAME_NOT_FOUND",
            "tell 328010.25 STATUS_OBJECT_NAME_NOT_FOUND",
            "tell 328010.5 STATUS_OBJECT_NAME_NOT_FOUND");
  }

  @Test
  @DisplayName("those above the one that denies are told, neither it nor those below")
  void tellsThoseAboveADenial() {
    attach("4", Verdict.ALLOW);
    attach("3", Verdict.ALLOW);
    attach("2", Verdict.DENY);
    attach("1", Verdict.ALLOW);
    run(NtStatus.SUCCESS);
    assertThat(events)
        .containsExactly(
            "ask 4",
            "ask 3",
            "ask 2",
            "tell 3 STATUS_ACCESS_DENIED",
            "tell 4 STATUS_ACCESS_DENIED");
  }

  @Test
  @DisplayName("who is detached while an operation runs is still asked and told of that one")
  void detachedIsTold() {
    AtomicReference<Volume.Attachment> lower = new AtomicReference<>();
    Volume.Attachment upper = attach("2", Verdict.ALLOW, () -> lower.get().close());
    lower.set(attach("1", Verdict.ALLOW, upper::close));
    run(NtStatus.SUCCESS);
    run(NtStatus.SUCCESS);
    assertThat(events)
        .containsExactly("ask 2", "ask 1", "tell 1 STATUS_SUCCESS", "tell 2 STATUS_SUCCESS");
  }

  @Test
  @DisplayName("who is attached while an operation runs hears of the next one only")
  void attachedLateIsNotTold() {
    Volume.Attachment upper = attach("2", Verdict.ALLOW, () -> attach("1", Verdict.ALLOW));
    run(NtStatus.SUCCESS);
    upper.close();
    run(NtStatus.UNSUCCESSFUL);
    assertThat(events)
        .containsExactly("ask 2", "tell 2 STATUS_SUCCESS", "ask 1", "tell 1 STATUS_UNSUCCESSFUL");
  }

  @Test
  @DisplayName("the close of the stack keeps nobody from being told who was asked")
  void closedIsTold() {
    attach("2", Verdict.ALLOW, stack::close);
    attach("1", Verdict.ALLOW);
    run(NtStatus.SUCCESS);
    assertThat(events)
        .containsExactly("ask 2", "ask 1", "tell 1 STATUS_SUCCESS", "tell 2 STATUS_SUCCESS");
  }

  @Test
  @DisplayName("an operation is told once")
  void toldOnce() {
    attach("1", Verdict.ALLOW);
    Passage passage = stack.enter();
    passage.ask(operation);
    passage.done(operation, NtStatus.SUCCESS);
    passage.done(operation, NtStatus.UNSUCCESSFUL);
    assertThat(events).containsExactly("ask 1", "tell 1 STATUS_SUCCESS");
  }

  static Stream<PreOperationCallback> failing() {
    return Stream.of(
        operation -> {
          throw new StackOverflowError();
        },
        operation -> null);
  }

  @ParameterizedTest
  @MethodSource("failing")
  @DisplayName("a callback that fails is not told, even if the default verdict allows")
  void failedIsNotTold(PreOperationCallback failing) {
    stack.attach("2", failing, told("2"));
    attach("1", Verdict.ALLOW);
    run(NtStatus.SUCCESS);
    assertThat(events).containsExactly("ask 1", "tell 1 STATUS_SUCCESS");
  }

  static Stream<PostOperationCallback> failingAfterwards() {
    return Stream.of(
        (operation, status) -> {
          throw new IOException("unreadable");
        },
        (operation, status) -> {
          throw new StackOverflowError();
        });
  }

  @ParameterizedTest
  @MethodSource("failingAfterwards")
  @DisplayName("what a post-operation callback throws is logged, and those above are told")
  void failureIsLogged(PostOperationCallback failing) {
    attach("2", Verdict.ALLOW);
    stack.attach("1", asked -> Verdict.ALLOW, failing);
    run(NtStatus.SUCCESS);
    assertThat(events).containsExactly("ask 2", "tell 2 STATUS_SUCCESS");
    assertThat(said).singleElement().asString().contains("post-operation", "altitude 1", "test");
    stack.report(operation);
    assertThat(events).endsWith("tell 2 STATUS_SUCCESS").hasSize(3);
  }

  @Test
  @DisplayName("what nobody could be asked about is told all that are attached, lowest first")
  void reports() {
    attach("9", Verdict.DENY);
    attach("10", Verdict.ALLOW).close();
    attach("100.5", Verdict.ALLOW);
    stack.report(operation);
    assertThat(events).containsExactly("tell 9 STATUS_SUCCESS", "tell 100.5 STATUS_SUCCESS");
  }
}

package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.ChildProgram;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Link;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The death of the manager's process, before and after other ends, as its clients see it. */
class ManagerDeathTest {
  @TempDir Path directory;
  private ChildProgram manager;
  private List<FilterPort> ports;
  private Background<String> get;
  private Overlapped overlapped;
  private Background<String> call;

  /** On three connections: a blocked get, an overlapped one, and a call whose callback stays. */
  @BeforeEach
  void underWay() {
    Path socket = directory.resolve("s");
    manager = ChildProgram.start(ManagerProgram.class, List.of(socket.toString()));
    assertThat(manager.hear()).isEqualTo(ManagerProgram.LISTENING);
    PortSpace space = PortSpace.at(socket);
    ports = Stream.generate(() -> FilterPort.connect(space, Scene.PORT)).limit(3).toList();
    get =
        Background.of(() -> Words.of(() -> ports.get(0).getMessage(Buffers.allocate(64))))
            .untilBlocked();
    overlapped = Overlapped.create();
    ports.get(1).getMessage(Buffers.allocate(64), overlapped);
    call = Background.of(() -> Words.of(() -> ports.get(2).send(Buffers.utf8("x"), null)));
    assertThat(manager.hear()).isEqualTo(ManagerProgram.CALLED);
  }

  @AfterEach
  void close() {
    manager.kill();
    ports.forEach(FilterPort::close);
  }

  static Stream<End> ends() {
    return Stream.of(End.values()).filter(end -> end != End.DEATH && end != End.BOTH);
  }

  private String overlappedEnd() {
    assertThat(overlapped.await(Link.LONG)).isTrue();
    return Words.of(overlapped.status());
  }

  private void happen(End end) {
    if (end == End.CLIENT) {
      ports.forEach(FilterPort::close);
    } else {
      manager.say(end.name());
    }
  }

  @DisplayName("UNL-11, DIS-01, UNL-03, CLP-02, INV-07:")
  @ParameterizedTest(name = "{0}, then the death of the manager''s process")
  @MethodSource("ends")
  void afterAnother(End end) {
    happen(end);
    boolean goesOn = end == End.SERVER_PORT;
    if (goesOn) {
      assertThat(manager.hear()).isEqualTo(ManagerProgram.ENDED);
      assertThat(get.isDone() || call.isDone() || overlapped.isComplete()).isFalse();
      manager.kill();
    }
    assertEnded(end, InFlight.BLOCKED_GET, get::result);
    assertEnded(end, InFlight.OVERLAPPED_GET, this::overlappedEnd);
    assertEnded(end, InFlight.CALL, call::result);
    manager.kill();
    assertThat(ports).noneMatch(FilterPort::isConnected);
  }

  /** What another end lets go on is ended by the death. */
  private static void assertEnded(End end, InFlight inFlight, Supplier<String> outcome) {
    EndCell cell = new EndCell(end, inFlight);
    List<String> expected =
        cell.goesOn() ? List.of(Words.of(NtStatus.PORT_DISCONNECTED)) : cell.outcomes();
    assertThat(outcome.get()).as(inFlight.title).isIn(expected);
  }

  @Test
  @DisplayName("UNL-11, HND-09: the death of the manager's process, then the client's close")
  void first() {
    manager.kill();
    String gone = Words.of(NtStatus.PORT_DISCONNECTED);
    assertThat(List.of(get.result(), overlappedEnd(), call.result())).containsOnly(gone);
    assertThat(ports).noneMatch(FilterPort::isConnected);
    ports.forEach(FilterPort::close);
    ports.forEach(
        port -> assertThat(Words.of(port::duplicate)).isEqualTo(Words.of(NtStatus.INVALID_HANDLE)));
  }
}

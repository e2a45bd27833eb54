package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.filterport.filter.ClientPort;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The line of the second table that needs another process, which is killed; also beside others. */
@InWorld(WorldKind.PROCESSES)
class DeathMatrixTest {
  private final Scene scene = new Scene(AgentProcess.start());

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<EndCell> cells() {
    return EndCell.of(Stream.of(End.DEATH));
  }

  @DisplayName("HND-03, DIS-01, INV-08:")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void underWay(EndCell cell) {
    cell.check(scene);
  }

  /** Both orders; a process that is dead closes nothing. */
  static Stream<Arguments> others() {
    return Stream.of(End.values())
        .filter(end -> end != End.DEATH && end != End.BOTH)
        .flatMap(
            end ->
                end == End.CLIENT
                    ? Stream.of(arguments(end, End.DEATH))
                    : Stream.of(arguments(end, End.DEATH), arguments(End.DEATH, end)));
  }

  @DisplayName("HND-03, DIS-05, DIS-17, UNL-04, INV-07, INV-08:")
  @ParameterizedTest(name = "{0} and {1}, in turn")
  @MethodSource("others")
  void withAnother(End first, End second) {
    List<InFlight> underWay =
        List.of(
            InFlight.UNANSWERED_SEND,
            InFlight.WAITING_SEND,
            InFlight.CONNECT_SEND,
            InFlight.CALL_SEND);
    List<InFlight.Running> running = underWay.stream().map(call -> call.start(scene)).toList();
    Background.run(() -> happen(first)).result();
    Background.run(() -> happen(second)).result();
    running.forEach(call -> assertThat(call.outcome().get()).isEqualTo("DISCONNECTED"));
    EndPair.settle(scene);
  }

  /** To all connections, where it is an end of one. */
  private void happen(End end) {
    List<ClientPort> clients =
        end == End.FILTER ? scene.world.clients : List.of(scene.link.client());
    clients.forEach(client -> end.happen(scene, client));
  }

  @Test
  @DisplayName(
      "HND-03, HND-06, DIS-08: running callbacks, then the disconnect callback, then the seat")
  void order() {
    InFlight.Running call = InFlight.CALL.start(scene);
    List<Integer> seats = new ArrayList<>();
    scene.world.onDisconnect = cookie -> seats.add(scene.seatsTaken());
    scene.killClient();
    Waits.until(() -> !scene.link.client().isConnected());
    assertThat(scene.world.trace).containsExactly("connect", "message");
    call.complete().run();
    scene.settle();
    assertThat(scene.world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
    assertThat(seats).containsExactly(1);
    assertThat(scene.seatsTaken()).isZero();
  }

  @Test
  @DisplayName(
      "DIS-10, CON-14: whose client dies while its filter decides is ended when that has accepted")
  void whileConnecting() {
    InFlight.Running connect = InFlight.CONNECT.start(scene);
    scene.killClient();
    Waits.until(() -> scene.world.ledger.ended() == 1);
    assertThat(scene.world.trace)
        .containsExactly("connect", "connect", "disconnect", "disconnected");
    connect.complete().run();
    Waits.until(() -> scene.world.ledger.ended() == 2);
    scene.settle();
  }
}

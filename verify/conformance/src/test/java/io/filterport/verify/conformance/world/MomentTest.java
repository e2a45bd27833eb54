package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what holds at any moment")
class MomentTest {
  private static PortState port(int seats, String... states) {
    List<ConnectionState> connections =
        Stream.of(states).map(state -> new ConnectionState(1, 1, 0, state, 0)).toList();
    return new PortState("\\Port", true, seats, 2, "D:", false, false, connections);
  }

  private static Moment quiet(long accepted, long ended, PortState port) {
    return new Moment(accepted, 0, ended, List.of(port), accepted, ended);
  }

  @Test
  @DisplayName("is kept by connections that live and end")
  void kept() {
    assertThat(quiet(3, 1, port(2, "open", "open")).breaches()).isEmpty();
    assertThat(quiet(3, 1, port(1, "open", "closed by the filter")).breaches()).isEmpty();
    assertThat(quiet(3, 1, port(2, "open", "closing")).breaches()).isEmpty();
  }

  @Test
  @DisplayName("is kept by what changes while it is looked at")
  void changing() {
    List<PortState> one = List.of(port(2, "open"));
    assertThat(new Moment(2, 1, 0, one, 2, 0).breaches()).as("one connects").isEmpty();
    assertThat(new Moment(1, 1, 0, one, 3, 2).breaches()).as("two come and end").isEmpty();
    assertThat(new Moment(2, 0, 0, one, 2, 1).breaches()).as("one ends").isEmpty();
  }

  @Test
  @DisplayName("is broken by a connection too many, one that is lost, and one without a seat")
  void broken() {
    assertThat(quiet(2, 1, port(2, "open", "open")).breaches())
        .singleElement()
        .asString()
        .startsWith("INV-01: more are open");
    assertThat(quiet(3, 1, port(1, "open")).breaches())
        .singleElement()
        .asString()
        .startsWith("INV-01: one that was accepted");
    assertThat(quiet(1, 0, port(3, "open")).breaches())
        .singleElement()
        .asString()
        .startsWith("INV-02: more seats");
    assertThat(quiet(2, 0, port(1, "open", "open")).breaches())
        .singleElement()
        .asString()
        .startsWith("INV-02: a connection that is open");
  }
}

package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * KSM-21: what has arrived, in the order of the offers, in whichever word of the set its bit is.
 */
class ArrivalsTest {
  private final SlotTable table = new HeapTable(192, 64).table;
  private final CalleeSlots slots = new CalleeSlots(table);
  private final Arrivals arrivals = new Arrivals(table.arrived, slots);

  private Getter own(int slot, long ticket) {
    Getter getter = new RecordingGetter(8);
    getter.ticket = ticket;
    slots.stateToOffer(slot).setOwner(getter);
    return getter;
  }

  private void arrive(int slot) {
    table.arrived.add(slot);
  }

  @Test
  @DisplayName("the getter that was offered first comes first, wherever its slot is")
  void byAge() {
    Getter third = own(5, 3);
    Getter second = own(70, 2);
    Getter first = own(130, 1);
    arrive(5);
    arrive(70);
    arrive(130);
    assertThat(arrivals.drain()).isTrue();
    assertThat(arrivals.first()).isSameAs(first);
    arrivals.remove(130);
    assertThat(arrivals.first()).isSameAs(second);
    arrivals.remove(70);
    assertThat(arrivals.first()).isSameAs(third);
    arrivals.remove(5);
    assertThat(arrivals.first()).isNull();
  }

  @Test
  @DisplayName("only a bit that was not there is news")
  void news() {
    assertThat(arrivals.drain()).isFalse();
    arrive(70);
    assertThat(arrivals.drain()).isTrue();
    assertThat(arrivals.drain()).isFalse();
    arrive(70);
    assertThat(arrivals.drain()).as("the same bit again").isFalse();
    arrive(71);
    assertThat(arrivals.drain()).as("another bit of its word").isTrue();
    arrivals.remove(70);
    arrive(70);
    assertThat(arrivals.drain()).as("it was taken out meanwhile").isTrue();
  }

  @Test
  @DisplayName("there is something from its bit on until it is taken out")
  void untilTakenOut() {
    own(5, 2);
    own(70, 1);
    assertThat(arrivals.isEmpty()).isTrue();
    arrive(5);
    assertThat(arrivals.isEmpty()).isFalse();
    arrivals.drain();
    arrivals.add(70);
    assertThat(arrivals.isEmpty()).isFalse();
    arrivals.remove(5);
    assertThat(arrivals.isEmpty()).isFalse();
    arrivals.remove(70);
    assertThat(arrivals.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("a bit whose getter has gone is forgotten, and no other")
  void gone() {
    Getter other = own(66, 1);
    arrive(2);
    arrive(65);
    arrive(66);
    arrivals.drain();
    assertThat(arrivals.first()).isSameAs(other);
    own(65, 0);
    assertThat(arrivals.first()).as("it came for another getter").isSameAs(other);
    arrivals.remove(66);
    assertThat(arrivals.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("bits without getters alone are nothing once somebody has looked")
  void nothing() {
    arrive(2);
    arrive(190);
    arrivals.drain();
    assertThat(arrivals.first()).isNull();
    assertThat(arrivals.isEmpty()).isTrue();
  }
}

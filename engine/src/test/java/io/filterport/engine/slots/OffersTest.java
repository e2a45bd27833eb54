package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OffersTest {
  private static final int SLOTS = 64;

  private static long offer(int capacity) {
    return SlotWord.of(SlotWord.OFFERED, 1, capacity);
  }

  @Test
  @DisplayName("KSM-16: in the order of tickets, not of slots or of arrival")
  void ticketOrder() {
    Offers offers = new Offers(SLOTS, false);
    offers.add(5, offer(100), 3);
    offers.add(1, offer(100), 7);
    offers.add(9, offer(100), 1);
    assertThat(offers.oldest()).isEqualTo(9);
    offers.remove(9);
    assertThat(offers.oldest()).isEqualTo(5);
    offers.remove(5);
    offers.remove(5);
    assertThat(offers.oldest()).isEqualTo(1);
    offers.remove(1);
    assertThat(offers.isEmpty()).isTrue();
    assertThat(offers.oldest()).isEqualTo(Offers.NONE);
    assertThat(offers.fitting(0)).isEqualTo(Offers.NONE);
  }

  @Test
  @DisplayName("KSM-19: the oldest that fits, exactly fitting included")
  void fitting() {
    Offers offers = new Offers(SLOTS, false);
    offers.add(0, offer(10), 1);
    offers.add(1, offer(20), 2);
    offers.add(2, offer(30), 3);
    assertThat(offers.fitting(10)).isZero();
    assertThat(offers.fitting(11)).isEqualTo(1);
    assertThat(offers.fitting(30)).isEqualTo(2);
    assertThat(offers.fitting(31)).isEqualTo(Offers.NONE);
  }

  @Test
  void newestFirstForThoseWhoDoNotCare() {
    Offers offers = new Offers(SLOTS, true);
    offers.add(0, offer(10), 1);
    offers.add(1, offer(10), 2);
    offers.add(2, offer(5), 3);
    assertThat(offers.fitting(5)).isEqualTo(2);
    assertThat(offers.fitting(10)).isEqualTo(1);
    assertThat(offers.oldest()).isZero();
    assertThat(offers.isEmpty()).isFalse();
  }

  @Test
  void aSlotIsListedOnce() {
    Offers offers = new Offers(SLOTS, false);
    for (int round = 0; round < 1000; round++) {
      assertThat(offers.add(round % SLOTS, offer(round), -round)).isTrue();
      assertThat(offers.add(round % SLOTS, offer(round), -round)).isFalse();
    }
    for (int i = 0; i < SLOTS; i++) {
      offers.remove(offers.oldest());
    }
    assertThat(offers.isEmpty()).isTrue();
    assertThat(offers.add(999 % SLOTS, offer(999), -999)).isTrue();
  }

  @Test
  @DisplayName("KSM-16: any ticket of a hostile peer sorts")
  void extremeTickets() {
    Offers offers = new Offers(SLOTS, false);
    offers.add(0, offer(1), Long.MAX_VALUE);
    offers.add(1, offer(1), Long.MIN_VALUE);
    offers.add(2, offer(1), 0);
    offers.add(3, offer(1), 0);
    assertThat(offers.oldest()).isEqualTo(1);
    offers.remove(1);
    assertThat(offers.oldest()).isEqualTo(2);
  }
}

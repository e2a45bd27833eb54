package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Content;
import io.filterport.engine.slots.SlotWord;
import org.junit.jupiter.api.Test;

/** Contents on their way to a service, and those that nobody wants any more. */
class ContentArrivalsTest {
  private static final int SLOT = 3;

  private final ContentArrivals arrivals = new ContentArrivals(64);

  private Background<Content> waiting(int generation) {
    return Background.of(() -> arrivals.take(SLOT, generation)).untilBlocked();
  }

  @Test
  void aWaiterGetsWhatComesLater() {
    Background<Content> waiter = waiting(7);
    WatchedContent content = new WatchedContent();
    arrivals.put(SLOT, 7, content);
    assertThat(waiter.result()).isSameAs(content);
    assertThat(content.closed).isFalse();
  }

  @Test
  void anOlderContentIsNotTheWaitersAndIsClosedByTheNext() {
    WatchedContent older = new WatchedContent();
    arrivals.put(SLOT, SlotWord.GENERATIONS - 1, older);
    Background<Content> waiter = waiting(0);
    WatchedContent content = new WatchedContent();
    arrivals.put(SLOT, 0, content);
    assertThat(waiter.result()).isSameAs(content);
    assertThat(older.closed).isTrue();
  }

  @Test
  void aWaiterWhoseMessageIsAnsweredGoesOn() {
    Background<Content> waiter = waiting(7);
    arrivals.drop(SLOT, 7);
    assertThat(waiter.result()).isNull();
    assertThat(arrivals.take(SLOT, 7)).isNull();
  }

  @Test
  void aWaiterWhoseSlotIsUsedAgainGoesOn() {
    Background<Content> waiter = waiting(7);
    arrivals.put(SLOT, 8, new WatchedContent());
    assertThat(waiter.result()).isNull();
  }

  @Test
  void whatComesAfterTheAnswerIsClosedAtOnce() {
    arrivals.drop(SLOT, 7);
    WatchedContent late = new WatchedContent();
    arrivals.put(SLOT, 7, late);
    assertThat(late.closed).isTrue();
  }

  @Test
  void theEndWakesWaitersAndClosesEverything() {
    WatchedContent content = new WatchedContent();
    arrivals.put(1, 1, content);
    Background<Content> waiter = waiting(7);
    arrivals.close();
    assertThat(waiter.result()).isNull();
    assertThat(content.closed).isTrue();
    WatchedContent late = new WatchedContent();
    arrivals.put(SLOT, 7, late);
    assertThat(late.closed).isTrue();
  }

  @Test
  void aSlotThatDoesNotExistKeepsNothing() {
    for (int slot : new int[] {-1, 64}) {
      WatchedContent stray = new WatchedContent();
      arrivals.put(slot, 1, stray);
      assertThat(stray.closed).isTrue();
    }
  }
}

package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.WaitPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Embedded, the ringing thread does the bookkeeping, unless a thread looks for it anyway. */
class EmbeddedWatchTest {

  private final Bell.Inline bell = new Bell.Inline();
  private final News news = new News();
  private final Watch watch =
      new Watch(
          bell,
          Watch.Seats.TWO,
          news,
          reason -> {},
          new Rundown(),
          new SpinSite(WaitPolicy.NEVER_SPIN),
          "");

  /** Comes at a given look. */
  private static final class News implements BellListener {
    private int comesAtLook = Integer.MAX_VALUE;
    private int looks;
    private int served;

    @Override
    public boolean service() {
      if (looks < comesAtLook) {
        return false;
      }
      comesAtLook = Integer.MAX_VALUE;
      served++;
      return true;
    }

    @Override
    public int progress() {
      return served;
    }

    @Override
    public boolean hasNews() {
      return ++looks >= comesAtLook;
    }
  }

  EmbeddedWatchTest() {
    bell.listen(news::service);
  }

  @Test
  @DisplayName("a bell that is not marked does nothing, for somebody looks")
  void unmarked() {
    news.comesAtLook = 0;
    watch.unmark();
    bell.ring();
    assertThat(news.served).isZero();
  }

  @Test
  @DisplayName("who has looked and goes to work serves what came before the bell was marked")
  void handOver() {
    news.comesAtLook = 0;
    watch.unmark();
    bell.ring();
    watch.handOver();
    assertThat(news.served).isEqualTo(1);
    news.comesAtLook = 0;
    bell.ring();
    assertThat(news.served).as("from now on the ringing thread serves").isEqualTo(2);
  }

  @Test
  @DisplayName(
      "a thread does not park over news that it finds itself, before it marks the bell and after")
  void ownNews() {
    for (int look = 1; look <= 2; look++) {
      int before = news.served;
      news.looks = 0;
      news.comesAtLook = look;
      watch.await(new Waiter(), () -> news.served > before, Deadline.NEVER);
      assertThat(news.served).isEqualTo(before + 1);
    }
  }
}

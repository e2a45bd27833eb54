package io.filterport.scanner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the breaker before clamd")
class ClamdHealthTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final List<Long> probes = new CopyOnWriteArrayList<>();
  private volatile boolean answers = true;
  private volatile boolean broken;

  private static EngineUnavailableException gone() {
    return new EngineUnavailableException("gone", NtStatus.UNSUCCESSFUL);
  }

  private String probe() throws EngineUnavailableException {
    probes.add(System.nanoTime());
    if (broken) {
      throw new IllegalStateException("on purpose");
    }
    if (!answers) {
      throw gone();
    }
    return "version";
  }

  private ClamdHealth health(long first, long longest) throws EngineUnavailableException {
    ClamdTimes times = new ClamdTimes(HOUR, HOUR, HOUR, first, longest, HOUR);
    ClamdHealth health = new ClamdHealth(times, this::probe, text -> {});
    health.start();
    return health;
  }

  private static void open(ClamdHealth health) {
    for (int i = 0; i < ClamdHealth.MAX_FAILURES; i++) {
      assertThat(health.isDown()).isFalse();
      health.failed(gone());
    }
    assertThat(health.isDown()).isTrue();
  }

  @Test
  @DisplayName("probes at intervals that double")
  void doubled() throws Exception {
    long first = TimeUnit.MILLISECONDS.toNanos(5);
    try (ClamdHealth health = health(first, HOUR)) {
      answers = false;
      long opened = System.nanoTime();
      open(health);
      Waiting.until(() -> probes.size() > 5);
      assertThat(probes.get(1) - opened).isGreaterThanOrEqualTo(first);
      for (int i = 2; i < 6; i++) {
        assertThat(probes.get(i) - probes.get(i - 1)).isGreaterThanOrEqualTo(first << (i - 1));
      }
    }
  }

  @Test
  @DisplayName("up to the longest: doubled without an end this would take weeks")
  void longest() throws Exception {
    try (ClamdHealth health = health(1_000_000, 2_000_000)) {
      answers = false;
      open(health);
      Waiting.until(() -> probes.size() > 32);
    }
  }

  @Test
  @DisplayName("begins with the first interval at each outage")
  void again() throws Exception {
    long first = TimeUnit.MILLISECONDS.toNanos(1);
    try (ClamdHealth health = health(first, HOUR)) {
      for (int outage = 0; outage < 4; outage++) {
        int before = probes.size();
        answers = false;
        open(health);
        Waiting.until(() -> probes.size() >= before + 8);
        answers = true;
        Waiting.until(() -> !health.isDown());
      }
    }
  }

  @Test
  @DisplayName("does not count those who were not asked, nor close for a late answer")
  void notCounted() throws Exception {
    try (ClamdHealth health = health(HOUR, HOUR)) {
      for (int i = 0; i < 2 * ClamdHealth.MAX_FAILURES; i++) {
        health.failed(EngineUnavailableException.notAsked("not asked"));
      }
      assertThat(health.isDown()).isFalse();
      open(health);
      health.answered();
      assertThat(health.isDown()).isTrue();
    }
  }

  @Test
  @DisplayName("asks at once where a session was lost, but not in an outage")
  void lost() throws Exception {
    try (ClamdHealth health = health(HOUR, HOUR)) {
      health.mayBeAnother();
      Waiting.until(() -> probes.size() == 2);
      open(health);
      health.mayBeAnother();
      health.mayBeAnother();
      assertThat(probes).hasSize(2);
    }
  }

  @Test
  @DisplayName("a probe that fails as nobody expects is one that failed: the thread asks again")
  void brokenProbe() throws Exception {
    try (ClamdHealth health = health(1_000_000, 2_000_000)) {
      open(health);
      broken = true;
      int before = probes.size();
      Waiting.until(() -> probes.size() > before + 2);
      assertThat(health.isDown()).isTrue();
      broken = false;
      Waiting.until(() -> !health.isDown());
    }
  }

  @Test
  @DisplayName("its thread ends with it")
  void closed() throws Exception {
    long before = threads();
    ClamdHealth health = health(HOUR, HOUR);
    assertThat(threads()).isEqualTo(before + 1);
    health.close();
    Waiting.until(() -> threads() == before);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("filterport-clamd"))
        .count();
  }
}

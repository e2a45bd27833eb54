package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volumes.events.VolumeTroubleEvent;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Test
  void troubleIsToldByAnotherThreadAndTheRestWhenItCloses() throws InterruptedException {
    TroubleLog log =
        new TroubleLog("/srv", text -> lines.add(Thread.currentThread().getName() + text));
    log.counts().add(Count.READ);
    log.counts().add(Count.OVERFLOWS);
    assertThat(lines.take()).startsWith("filterport-fanotify-log1 times the kernel's queue");
    for (int i = 0; i < 1000; i++) {
      log.counts().add(Count.TIMED_OUT);
    }
    log.close();
    long told = 0;
    while (told < 1000) {
      String line = lines.take();
      assertThat(line).contains(" operations got the default verdict because time");
      told += Long.parseLong(line.replaceAll("^\\D*(\\d+) .*", "$1"));
    }
    assertThat(told).isEqualTo(1000);
  }

  @Test
  void whatALogThatFailsWasToldComesWithTheNextLine() throws InterruptedException {
    Semaphore failed = new Semaphore(0);
    AtomicBoolean works = new AtomicBoolean();
    TroubleLog log =
        new TroubleLog(
            "/srv",
            text -> {
              if (!works.get()) {
                failed.release();
                throw new IllegalStateException("on purpose");
              }
              lines.add(text);
            });
    log.counts().add(Count.TIMED_OUT);
    failed.acquire();
    works.set(true);
    log.counts().add(Count.TIMED_OUT);
    log.close();
    assertThat(lines.take()).startsWith("2 operations got the default verdict");
  }

  @Test
  void aLogThatHangsKeepsNobodyFromCounting() throws InterruptedException {
    Semaphore hangs = new Semaphore(0);
    Semaphore end = new Semaphore(0);
    TroubleLog log =
        new TroubleLog(
            "/srv",
            text -> {
              hangs.release();
              end.acquireUninterruptibly();
              lines.add(text);
            });
    log.counts().add(Count.TIMED_OUT);
    hangs.acquire();
    for (int i = 0; i < 1000; i++) {
      log.counts().add(Count.REJECTED);
    }
    log.close();
    end.release(2);
    assertThat(lines.take()).startsWith("1 operations");
    assertThat(lines.take()).startsWith("1000 answers were not taken");
  }

  @Test
  void aFlightRecordingTellsOfItToo() throws Exception {
    BlockingQueue<RecordedEvent> events = new LinkedBlockingQueue<>();
    try (RecordingStream recording = new RecordingStream()) {
      recording.enable("io.filterport.VolumeTrouble");
      recording.setReuse(false);
      recording.onEvent("io.filterport.VolumeTrouble", events::add);
      recording.startAsync();
      TroubleLog log = new TroubleLog("/srv", lines::add);
      log.counts().add(Count.READ);
      log.counts().add(Count.TOO_MANY);
      RecordedEvent event = events.take();
      log.close();
      assertThat(event.getString("volume")).isEqualTo("/srv");
      assertThat(event.getString("kind")).isEqualTo("too_many");
      assertThat(event.getLong("times")).isEqualTo(1);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aFlightRecordingHasItUnlessToldOtherwiseWithoutStackTraces() {
    Map<String, String> settings =
        EventType.getEventType(VolumeTroubleEvent.class).getSettingDescriptors().stream()
            .collect(
                Collectors.toMap(SettingDescriptor::getName, SettingDescriptor::getDefaultValue));
    assertThat(settings).containsEntry("enabled", "true").doesNotContainEntry("stackTrace", "true");
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Test
  void troubleIsToldByAnotherThreadAndTheRestWhenItCloses() throws InterruptedException {
    TroubleLog log = new TroubleLog(text -> lines.add(Thread.currentThread().getName() + text));
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
}

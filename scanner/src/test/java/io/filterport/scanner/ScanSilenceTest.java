package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Content;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("of a scan")
class ScanSilenceTest {
  private static final String PATH = "/guarded/file";

  private final Guard guard = new Guard();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
  private final List<ScanSilence> silences = new ArrayList<>();
  private final CompletableFuture<ScannerService> service = new CompletableFuture<>();
  private final CountDownLatch observed = new CountDownLatch(2);

  @AfterEach
  void close() {
    guard.close();
  }

  /** Takes 7 ms for each of three parts, and asks between them. */
  private class Slow implements ScanEngine {
    @Override
    public ScanResult scan(Content content) {
      return ScanResult.clean();
    }

    @Override
    public ScanResult scan(Content content, ScanContext context) {
      for (int part = 0; part < 3 && !context.equals(ScanContext.WANTED); part++) {
        work();
        assertThat(context.isAborted()).isFalse();
      }
      return scan(content);
    }

    private void work() {
      clock.addAndGet(7_000_000);
      look();
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public String version() {
      return "";
    }
  }

  private void look() {
    silences.add(service.join().longestSilence().orElseThrow());
  }

  private void serve(ScanEngine engine) {
    service.complete(new ScannerService(engine, 1, this::observe, clock::get));
    guard.service(service.join());
  }

  private void observe(ScanRequest request, ScanReply reply) {
    clock.addAndGet(3_000_000);
    look();
    observed.countDown();
  }

  @Test
  @DisplayName("nothing is heard from one question of its engine to the next, and while it is told")
  void partByPart() throws Exception {
    serve(new Slow());
    assertThat(service.join().longestSilence()).isEmpty();
    assertThat(guard.scanner.decide(Opening.of()).allowed()).isTrue();
    assertThat(guard.scanner.decide(Opening.of()).allowed()).isTrue();
    observed.await();
    assertThat(silences.stream().map(ScanSilence::path)).containsOnly(PATH);
    assertThat(silences.stream().map(silence -> silence.nanos() / 1_000_000))
        .containsExactly(7L, 7L, 7L, 3L, 7L, 7L, 7L, 3L);
  }

  /** An operation that takes its time to say that its scan is wanted. */
  private final class LongAsked extends ForwardingOperation {
    LongAsked() {
      super(Opening.of());
    }

    @Override
    public boolean askForMoreTime() {
      clock.addAndGet(60_000_000_000L);
      look();
      return true;
    }
  }

  @Test
  @DisplayName("the filter's silence is not counted")
  void filterIsAsked() throws Exception {
    serve(
        new Slow() {
          @Override
          public ScanResult scan(Content content, ScanContext context) {
            clock.addAndGet(100_000_000);
            assertThat(context.isAborted()).isFalse();
            return super.scan(content, context);
          }
        });
    assertThat(guard.scanner.decide(new LongAsked()).allowed()).isTrue();
    assertThat(silences.subList(0, 2))
        .containsExactly(new ScanSilence(PATH, 0), new ScanSilence(PATH, 7_000_000));
  }
}

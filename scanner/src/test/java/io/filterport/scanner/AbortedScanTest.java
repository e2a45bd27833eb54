package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.scanner.engine.ScanAbortedException;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import io.filterport.service.FilterPort;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scan that nobody waits for any more ends, and one that somebody waits for does not. */
class AbortedScanTest {
  private final Guard guard = new Guard();
  private final Endless engine = new Endless();

  @AfterEach
  void close() {
    guard.close();
  }

  /** Scans until nobody waits for it any more, or it is told to say clean. */
  private static final class Endless implements ScanEngine {
    final CountDownLatch begun = new CountDownLatch(1);
    final CompletableFuture<Void> aborted = new CompletableFuture<>();
    final AtomicBoolean enough = new AtomicBoolean();

    @Override
    public ScanResult scan(Content content) {
      return ScanResult.clean();
    }

    @Override
    public ScanResult scan(Content content, ScanContext context) throws IOException {
      if (context.equals(ScanContext.WANTED)) {
        return scan(content);
      }
      begun.countDown();
      while (!enough.get()) {
        look(context);
      }
      return scan(content);
    }

    private void look(ScanContext context) throws IOException {
      try {
        context.requireWanted();
      } catch (ScanAbortedException e) {
        aborted.complete(null);
        throw e;
      }
      Thread.onSpinWait();
    }

    @Override
    public String name() {
      return "endless";
    }

    @Override
    public String version() {
      return "";
    }
  }

  /** An operation whose opener can be killed. */
  private static final class Killable extends ForwardingOperation {
    private final AtomicBoolean killed;

    Killable(Opening opening, AtomicBoolean killed) {
      super(opening);
      this.killed = killed;
    }

    @Override
    public boolean isAbandoned() {
      return killed.get();
    }
  }

  /** Its time does not pass: nothing but what a test does ends its scan. */
  private static Opening patient() {
    return new Opening(FileOperation.Kind.OPEN, Content.of(new byte[1]), Timeout.infinite());
  }

  private void serve() {
    guard.service(new ScannerService(engine, 1, (request, reply) -> {}));
  }

  private CompletableFuture<Verdict> decide(FileOperation operation) {
    return CompletableFuture.supplyAsync(() -> verdict(operation));
  }

  private Verdict verdict(FileOperation operation) {
    try {
      return guard.scanner.decide(operation);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theScanForAnOpenerThatWasKilledEndsAndLeavesNoVerdict() throws Exception {
    serve();
    AtomicBoolean killed = new AtomicBoolean();
    CompletableFuture<Verdict> verdict = decide(new Killable(patient(), killed));
    engine.begun.await();
    killed.set(true);
    engine.aborted.join();
    assertThatThrownBy(verdict::join).hasRootCauseInstanceOf(FilterPortException.class);
  }

  @Test
  void theScanWhoseTimeHasPassedEnds() {
    serve();
    do { // its time may be over before the service has it
      Opening operation =
          new Opening(FileOperation.Kind.OPEN, Content.of(new byte[1]), Timeout.ofMillis(200));
      assertThatThrownBy(() -> guard.scanner.decide(operation))
          .isInstanceOfSatisfying(
              FilterPortException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.TIMEOUT));
    } while (engine.begun.getCount() > 0);
    engine.aborted.join();
  }

  @Test
  void aScanThatSomebodyWaitsForIsNotAborted() throws Exception {
    serve();
    CompletableFuture<Verdict> verdict = decide(Opening.of());
    engine.begun.await();
    engine.enough.set(true);
    assertThat(verdict.join()).matches(Verdict::allowed);
    assertThat(engine.aborted).isNotDone();
  }

  @Test
  void aServiceHearsOfItsOwnRunningScansOnly() throws Exception {
    CompletableFuture<Void> checked = new CompletableFuture<>();
    CompletableFuture<FilterPort> own = new CompletableFuture<>();
    own.complete(
        guard.service(
            message -> {
              check(own.join(), ScanRequest.decode(message.payload()).scanId(), checked);
              message.reply(new ScanReply(false, "", "").encode());
            }));
    assertThat(guard.scanner.decide(Opening.of()).allowed()).isTrue();
    checked.join();
    assertThat(status(own.join(), new StillWorking(1).encode())).isEqualTo(NtStatus.NOT_FOUND);
  }

  private void check(FilterPort own, long id, CompletableFuture<Void> checked) {
    try (FilterPort other = guard.connect()) {
      MemorySegment question = new StillWorking(id).encode();
      assertThat(status(own, question)).isEqualTo(NtStatus.SUCCESS);
      assertThat(status(other, question)).isEqualTo(NtStatus.NOT_FOUND);
      assertThat(status(own, new StillWorking(id + 1).encode())).isEqualTo(NtStatus.NOT_FOUND);
      assertThat(status(own, Buffers.of((byte) 1))).isEqualTo(NtStatus.INVALID_PARAMETER);
      checked.complete(null);
    } catch (Throwable e) {
      checked.completeExceptionally(e);
    }
  }

  private static NtStatus status(FilterPort port, MemorySegment question) {
    try {
      int ignored = port.send(question, null);
      return NtStatus.SUCCESS;
    } catch (FilterPortException e) {
      return e.status();
    }
  }
}

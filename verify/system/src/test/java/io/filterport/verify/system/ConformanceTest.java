package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions of one connection between two processes. */
class ConformanceTest {
  private static final String PORT = "\\Peer";

  /** One carrier: a virtual thread that pins it stops all of them. */
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  @TempDir Path directory;
  private TestHost host;
  private Child peer;
  private ClientPort client;

  @BeforeEach
  void connect() {
    host = new TestHost(directory.resolve("manager.sock")).port(PORT, 1);
    peer = Child.start(ONE_CARRIER, PeerProgram.class, host.socket(), PORT);
    assertThat(peer.hear()).isEqualTo("connected");
    client = host.client(PORT);
  }

  @AfterEach
  void end() {
    peer.close();
    host.close();
  }

  private SendResult exchange(int bytes) {
    MemorySegment message = Patterns.of(bytes);
    MemorySegment reply = Buffers.allocate(bytes);
    SendResult result = client.send(message, reply, Timeout.ofMillis(30_000));
    assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(result.replyLength()).isEqualTo(bytes);
    assertThat(message.mismatch(reply)).as("bytes as sent").isEqualTo(-1);
    return result;
  }

  @Test
  @DisplayName("KSM-07: messages of one megabyte, and of one byte, in both directions")
  void sizes() {
    for (int bytes : new int[] {PeerProgram.MEGABYTE, 1, 4096, PeerProgram.MEGABYTE - 1}) {
      assertThat(peer.ask("send " + bytes)).isEqualTo("ok");
      peer.say("get");
      exchange(bytes);
      assertThat(peer.hear()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  @DisplayName("MNF-13: 64 concurrent senders of a client")
  void clientSenders(String kind) {
    assertThat(peer.ask("senders " + kind)).isEqualTo("ok");
    assertThat(host.messages).hasValue(PeerProgram.THREADS * PeerProgram.ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  @DisplayName("KSM-16: 64 concurrent senders of a filter, 64 getters")
  void filterSenders(String kind) throws Exception {
    peer.say("getters " + kind);
    sendTogether(PeerProgram.THREADS * PeerProgram.ROUNDS);
    assertThat(peer.hear()).isEqualTo("ok");
  }

  @Test
  @DisplayName("GET-21: 64 concurrent senders, eight gets of a completion port, four workers")
  void completionPort() throws Exception {
    int messages = PeerProgram.THREADS * PeerProgram.ROUNDS;
    peer.say("complete " + messages);
    sendTogether(messages);
    assertThat(peer.hear()).isEqualTo("ok");
  }

  private void sendTogether(int messages) throws Exception {
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < PeerProgram.THREADS; i++) {
        int bytes = 1 + 61 * i;
        all.add(
            senders.submit(
                () -> {
                  for (int n = 0; n < messages / PeerProgram.THREADS; n++) {
                    exchange(bytes);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  @Test
  @DisplayName("GET-29: an interrupt ends a blocked get of either kind of thread, and nothing else")
  void interruptedGets() {
    assertThat(peer.ask("interrupted")).isEqualTo("STATUS_CANCELLED true, STATUS_CANCELLED true");
    assertThat(client.send(Buffers.utf8("nobody gets"), null, Timeout.poll()).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(peer.ask("send 100")).isEqualTo("ok");
  }

  /** It parks, or sleeps on a bell: the JVM takes that for running. */
  private static boolean sleeps(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().endsWith(".Futex"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("KSM-52: an interrupt ends a blocked send, and nothing else")
  void interruptedSend(boolean virtual) throws InterruptedException {
    SendResult[] end = new SendResult[1];
    boolean[] flag = new boolean[1];
    Thread sender =
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform())
            .start(
                () -> {
                  end[0] = client.send(Buffers.utf8("x"), Buffers.allocate(8), Timeout.infinite());
                  flag[0] = Thread.currentThread().isInterrupted();
                });
    Wait.until("the sender waits", () -> sleeps(sender));
    sender.interrupt();
    sender.join();
    assertThat(end[0].outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(end[0].status()).isEqualTo(NtStatus.THREAD_IS_TERMINATING);
    assertThat(flag[0]).isTrue();
    peer.say("get");
    exchange(100);
    assertThat(peer.hear()).isEqualTo("ok");
  }

  @Test
  @DisplayName("KSM-38: a point in time ends a send at that point, never before")
  void absoluteDeadline() {
    Instant when = Instant.now().plusMillis(200);
    SendResult end = client.send(Buffers.utf8("x"), Buffers.allocate(8), Timeout.until(when));
    assertThat(end.outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(end.status()).isEqualTo(NtStatus.TIMEOUT);
    assertThat(Instant.now()).isAfterOrEqualTo(when);
    assertThat(client.send(Buffers.utf8("x"), null, Timeout.until(when)).outcome())
        .isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    peer.say("get");
    exchange(10);
    assertThat(peer.hear()).isEqualTo("ok");
  }
}

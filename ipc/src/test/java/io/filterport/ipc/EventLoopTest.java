package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Epoll;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread for descriptors and tasks. */
class EventLoopTest {
  private final EventLoop loop = new EventLoop("test-loop");
  private final int event = EventFd.create();
  private final int other = EventFd.create();
  private final BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.stop();
    Fds.close(event);
    Fds.close(other);
  }

  /** {@return what the loop's thread says, after all that was asked before} */
  private long ask(LongSupplier question) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.getAsLong()));
    return answer.join();
  }

  private long watch(int fd, EventLoop.Handler handler) {
    return ask(() -> loop.watch(fd, handler));
  }

  private void drained(int fd) {
    assertThat(EventFd.drain(fd)).isPositive();
    seen.add(fd);
  }

  @Test
  void tasksRunInOrderOnTheLoopsThread() {
    List<String> ran = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.execute(() -> ran.add(Thread.currentThread().getName() + number));
    }
    ask(() -> 0);
    assertThat(ran).hasSize(100).startsWith("test-loop0", "test-loop1").endsWith("test-loop99");
  }

  @Test
  void aTaskMayAddTasks() {
    CompletableFuture<String> second = new CompletableFuture<>();
    loop.execute(() -> loop.execute(() -> second.complete("ran")));
    assertThat(second.join()).isEqualTo("ran");
  }

  @Test
  void aHandlerIsToldOfItsDescriptor() throws InterruptedException {
    assertThat(watch(event, events -> drained(event))).isPositive();
    assertThat(watch(other, events -> drained(other))).isPositive();
    EventFd.signal(other);
    assertThat(seen.take()).isEqualTo(other);
    EventFd.signal(event);
    assertThat(seen.take()).isEqualTo(event);
  }

  @Test
  void aHandlerIsToldOfTheEnd() throws InterruptedException {
    int[] pair = new int[2];
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
    watch(pair[0], seen::add);
    Fds.close(pair[1]);
    assertThat(seen.take() & Epoll.RDHUP).isNotZero();
    Fds.close(pair[0]);
  }

  @Test
  void aFailureOfATaskDoesNotEndTheLoop() {
    loop.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    loop.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    assertThat(ask(() -> 1)).isEqualTo(1);
  }

  @Test
  void aFailureOfAHandlerDoesNotEndTheLoop() throws InterruptedException {
    watch(
        event,
        events -> {
          drained(event);
          throw new IllegalStateException("on purpose");
        });
    for (int i = 0; i < 3; i++) {
      EventFd.signal(event);
      assertThat(seen.take()).isEqualTo(event);
    }
  }

  @Test
  void whatIsIgnoredIsNotHeardOf() throws InterruptedException {
    long key = watch(event, events -> drained(event));
    watch(other, events -> drained(other));
    loop.execute(() -> loop.ignore(key, event));
    loop.execute(() -> EventFd.signal(event));
    loop.execute(() -> EventFd.signal(other));
    assertThat(seen.take()).isEqualTo(other);
    EventFd.signal(other);
    assertThat(seen.take()).isEqualTo(other);
  }

  @Test
  void whoeverIsIgnoredInsideABatchIsNotToldAnyMore() throws InterruptedException {
    long[] keys = new long[2];
    int[] fds = {event, other};
    ask(
        () -> {
          for (int i = 0; i < 2; i++) {
            int me = i;
            keys[i] =
                loop.watch(
                    fds[i],
                    events -> {
                      loop.ignore(keys[1 - me], fds[1 - me]);
                      drained(fds[me]);
                    });
          }
          EventFd.signal(event);
          EventFd.signal(other);
          return 0;
        });
    seen.take();
    ask(() -> 0);
    ask(() -> 0);
    assertThat(seen).isEmpty();
  }

  @Test
  void aDescriptorThatIsNoneHasNoKey() {
    assertThat(watch(-1, events -> {})).isEqualTo(-Errno.EBADF);
  }

  @Test
  void looksBeforeEachWait() throws InterruptedException {
    loop.lookBeforeEachWait(
        () -> {
          seen.add(1);
          return seen.size() < 5 ? 0 : -1;
        });
    loop.execute(() -> {});
    for (int i = 0; i < 5; i++) {
      assertThat(seen.take()).isEqualTo(1);
    }
  }

  @Test
  void itsOwnThreadMayStopIt() throws InterruptedException {
    EventLoop own = new EventLoop("short");
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    own.start();
    own.execute(
        () -> {
          thread.complete(Thread.currentThread());
          own.stop();
        });
    thread.join().join();
    assertThat(thread.join().isAlive()).isFalse();
  }

  @Test
  void anInterruptDoesNotCutTheStopShort() {
    EventLoop stopped = new EventLoop("stopped");
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    stopped.start();
    stopped.execute(() -> thread.complete(Thread.currentThread()));
    Thread.currentThread().interrupt();
    stopped.stop();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thread.join().isAlive()).isFalse();
  }
}

package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.engine.Manager;
import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manager whose clients' sockets are closed when the test says so, and not before. */
class SlowClosesTest {
  private static final long PATIENCE_SECONDS = 20;

  @TempDir Path directory;
  private final Manager manager = new Manager();
  private final ThreadPoolExecutor callbacks = DaemonThreads.upTo(1, "callback-of-test-");
  private final BlockingQueue<Runnable> closes = new LinkedBlockingQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private SocketPlace place;
  private ControlServer server;

  @BeforeEach
  void listen() {
    place = SocketPlace.take(path());
    server = new ControlServer(manager, callbacks, this::close, place.socket());
    server.start();
  }

  private Path path() {
    return directory.resolve("manager.sock");
  }

  private void close(Runnable socket) {
    closes.add(socket);
    ended.incrementAndGet();
  }

  @AfterEach
  void end() {
    place.unlink();
    server.stop();
    place.release();
    closes.forEach(Runnable::run);
    callbacks.shutdown();
    manager.close();
  }

  private void knockAndLeave() {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.connect(socket, path().toString())).isZero();
    Fds.close(socket);
  }

  /** The loop looks at its sockets before each task. */
  private void letTheLoopLook() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      CountDownLatch looked = new CountDownLatch(1);
      server.loop().execute(looked::countDown);
      assertThat(looked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void awaitEnded(int count) {
    long start = System.nanoTime();
    while (ended.get() < count) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("INV-09: clients whose sockets do not close use up no descriptors: others wait")
  void bounded() throws InterruptedException {
    for (int i = 1; i <= Closer.MAX_OPEN; i++) {
      knockAndLeave();
      awaitEnded(i);
    }
    for (int more = Closer.MAX_OPEN; more < Closer.MAX_OPEN + 2; more++) {
      knockAndLeave();
      letTheLoopLook();
      assertThat(ended).as("nobody was let in").hasValue(more);
      assertThat(server.isServing()).as("it can say why").isTrue();
      closes.take().run();
      awaitEnded(more + 1);
    }
  }
}

package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A clamd that does what a test tells it to, at a Unix socket. */
public final class FakeClamd implements AutoCloseable {
  static final String VERSION = "ClamAV 1.4.6/27500/Mon Nov 10 08:00:00 2025";

  /** What clamd says to one command of a session. */
  @FunctionalInterface
  interface Script {
    void run(Command command) throws Exception;
  }

  /** Written by tests while it runs. */
  volatile Script onScan = Command::scan;

  volatile Script onPing = command -> command.answer("PONG");
  volatile Script onVersion = command -> command.answer(VERSION);

  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger scans = new AtomicInteger();
  final AtomicInteger pings = new AtomicInteger();
  final AtomicInteger versions = new AtomicInteger();

  private final Path path;
  private final int listener = UnixSocket.create(UnixSocket.STREAM);
  private final List<Integer> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  public FakeClamd(Path path) {
    this.path = path;
    require(UnixSocket.bind(listener, path.toString()));
    require(UnixSocket.listen(listener, 100));
    start(this::accept);
  }

  private static int require(int result) {
    if (result < 0) {
      throw new AssertionError("the fake clamd failed with " + result);
    }
    return result;
  }

  private void start(Runnable task) {
    threads.add(Thread.ofPlatform().daemon().name("fake-clamd").start(task));
  }

  private void accept() {
    while (Poll.await(listener, Poll.IN, -1) == Poll.IN) {
      int socket = UnixSocket.accept(listener);
      if (socket >= 0) {
        connections.incrementAndGet();
        sockets.add(socket);
        start(new Session(socket)::run);
      }
    }
  }

  /** Ends the listener and every connection, as when clamd ends. */
  @Override
  public void close() {
    end.countDown();
    int ignored = UnixSocket.shutdown(listener, UnixSocket.SHUT_RDWR);
    sockets.forEach(socket -> UnixSocket.shutdown(socket, UnixSocket.SHUT_RDWR));
    threads.forEach(FakeClamd::join);
    sockets.forEach(Fds::close);
    ignored = Fds.close(listener);
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One command, and ways to answer it. */
  final class Command {
    private final Session session;
    final int number;

    /** Of a scan; else empty. */
    final byte[] content;

    private Command(Session session, int number, byte[] content) {
      this.session = session;
      this.number = number;
      this.content = content;
    }

    /** As clamd does. */
    void scan() {
      boolean infected = text(content).contains(text(Eicar.testFile()));
      answer("fd[12]: " + (infected ? "Eicar-Test FOUND" : "OK"));
    }

    private static String text(byte[] bytes) {
      return new String(bytes, ISO_8859_1);
    }

    void answer(String text) {
      raw(number + ": " + text + "\0");
    }

    /** {@return whether the other side took it} */
    boolean raw(String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        int sent = UnixSocket.send(session.socket, data);
        while (sent == -Errno.EAGAIN) {
          int ignored = Poll.await(session.socket, Poll.OUT, -1);
          sent = UnixSocket.send(session.socket, data);
        }
        return sent == bytes.length;
      }
    }

    /** Says nothing until the fake clamd ends. */
    void hang() throws InterruptedException {
      end.await();
    }

    void disconnect() {
      int ignored = UnixSocket.shutdown(session.socket, UnixSocket.SHUT_RDWR);
    }
  }

  /** One connection. */
  private final class Session {
    final int socket;
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private final Deque<Integer> descriptors = new ArrayDeque<>();
    private int number;
    private boolean byteOfDescriptor;

    Session(int socket) {
      this.socket = socket;
    }

    void run() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(4096);
        while (receive(buffer)) {
          // the next
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      } finally {
        descriptors.forEach(Fds::close);
      }
    }

    /** {@return false at the end} */
    private boolean receive(MemorySegment buffer) throws Exception {
      int ignored = Poll.await(socket, Poll.IN, -1);
      Received received = DescriptorPassing.receive(socket, buffer);
      descriptors.addAll(received.descriptors());
      for (int i = 0; i < received.result(); i++) {
        take(buffer.get(ValueLayout.JAVA_BYTE, i));
      }
      return received.result() > 0;
    }

    private void take(byte b) throws Exception {
      if (byteOfDescriptor) {
        byteOfDescriptor = false;
        scans.incrementAndGet();
        onScan.run(new Command(this, ++number, content(descriptors.remove())));
      } else if (b == 0) {
        command(word.toString(US_ASCII));
        word.reset();
      } else {
        word.write(b);
      }
    }

    private void command(String text) throws Exception {
      switch (text) {
        case "zIDSESSION" -> {}
        case "zFILDES" -> byteOfDescriptor = true;
        case "zPING" -> {
          pings.incrementAndGet();
          onPing.run(new Command(this, ++number, new byte[0]));
        }
        case "zVERSION" -> {
          versions.incrementAndGet();
          onVersion.run(new Command(this, ++number, new byte[0]));
        }
        default -> throw new AssertionError("command " + text);
      }
    }

    private byte[] content(int fd) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(Math.max(Fds.size(fd), 1));
        long read = Fds.readAt(fd, bytes, 0);
        return bytes.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
      } finally {
        int ignored = Fds.close(fd);
      }
    }
  }
}

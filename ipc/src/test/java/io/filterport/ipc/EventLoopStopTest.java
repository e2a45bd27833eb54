package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventLoopStopTest {
  private static final InheritableThreadLocal<String> HEIRLOOM = new InheritableThreadLocal<>();

  @Test
  @DisplayName(
      "HND-06: a task that comes after the stop is dropped, and no descriptor is written to")
  void afterTheStop() {
    EventLoop loop = new EventLoop("test");
    loop.start();
    loop.stop();
    List<Integer> successors = Stream.generate(EventFd::create).limit(8).toList();
    AtomicBoolean ran = new AtomicBoolean();
    loop.execute(() -> ran.set(true));
    assertThat(successors).allSatisfy(fd -> assertThat(EventFd.drain(fd)).isEqualTo(-Errno.EAGAIN));
    assertThat(ran).isFalse();
    successors.forEach(Fds::close);
  }

  private static Thread notStarted(Runnable work) {
    return new Thread(work) {
      @Override
      public void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }

  private static long loopsOfProcess() throws IOException {
    long loops = 0;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        boolean isOpen = Files.isSymbolicLink(descriptor);
        loops += isOpen && link(descriptor).contains("eventpoll") ? 1 : 0;
      }
    }
    return loops;
  }

  /** The descriptor of the listing itself is gone by now. */
  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  @DisplayName("a loop without a thread is a lack of resources, and leaves no descriptor behind")
  void noThread() throws IOException {
    long before = loopsOfProcess();
    EventLoop loop = new EventLoop(EventLoopStopTest::notStarted);
    assertThat(loopsOfProcess()).isEqualTo(before + 1);
    FilterPortException refusal = catchThrowableOfType(FilterPortException.class, loop::start);
    assertThat(refusal.status()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(loopsOfProcess()).isEqualTo(before);
  }

  @Test
  @DisplayName("the loop of all clients takes nothing over from the thread that connects first")
  void ofNobody() throws InterruptedException {
    Thread first = Thread.currentThread();
    ClassLoader own = first.getContextClassLoader();
    List<Object> inherited = new CopyOnWriteArrayList<>();
    HEIRLOOM.set("of the first");
    first.setContextClassLoader(new ClassLoader(own) {});
    Thread loop =
        ClientConnection.OF_NOBODY.newThread(() -> inherited.add(String.valueOf(HEIRLOOM.get())));
    first.setContextClassLoader(own);
    assertThat(loop.getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
    loop.start();
    loop.join();
    assertThat(inherited).containsExactly("null");
    HEIRLOOM.remove();
  }
}

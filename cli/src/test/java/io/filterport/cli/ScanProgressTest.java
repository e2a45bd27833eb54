package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.Content;
import io.filterport.linux.LinuxSupport;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import io.filterport.service.FilterPort;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a scanner that is watched")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ScanProgressTest {
  private static final int LIMIT_MILLIS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stuck engine = new Stuck();
  private final ScannerService service = new ScannerService(engine, 2, (request, reply) -> {});
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;

  @BeforeEach
  void onLinux() {
    assumeTrue(LinuxSupport.isAvailable(), "only Linux has service managers of this kind");
  }

  /** Stands still until it is let go, and asks nothing. */
  private static final class Stuck implements ScanEngine {
    final CountDownLatch free = new CountDownLatch(1);

    @Override
    public ScanResult scan(Content content) {
      return ScanResult.clean();
    }

    @Override
    public ScanResult scan(Content content, ScanContext context) throws IOException {
      try {
        if (!context.equals(ScanContext.WANTED)) {
          free.await();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return scan(content);
    }

    @Override
    public String name() {
      return "stuck";
    }

    @Override
    public String version() {
      return "";
    }
  }

  private Watchdog watchdog(NotifySocket socket, CountedLooks looks) {
    String micros = Long.toString(TimeUnit.MILLISECONDS.toMicros(LIMIT_MILLIS));
    ServiceManager manager =
        ServiceManager.of(
            Map.of("NOTIFY_SOCKET", socket.path.toString(), "WATCHDOG_USEC", micros), said::add);
    ScanProgress progress = new ScanProgress(service, manager.watchdogMillis(), said::add);
    return Watchdog.start(manager, List.of(looks, progress));
  }

  @Test
  @DisplayName("tells that it works while it waits for work")
  void idle() throws Exception {
    try (NotifySocket socket = new NotifySocket(directory);
        Watchdog _ = watchdog(socket, new CountedLooks())) {
      for (int i = 0; i < 10; i++) {
        assertThat(socket.next()).isEqualTo("WATCHDOG=1");
      }
    }
    assertThat(said).isEmpty();
  }

  @Test
  @DisplayName("says what it hangs on and is silent, until it hangs no longer")
  void stuck() throws Exception {
    NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
    CountedLooks looks = new CountedLooks();
    try (NotifySocket socket = new NotifySocket(directory);
        Watchdog _ = watchdog(socket, looks);
        RecordedHost host = new RecordedHost(new ScannerFilter(), List.of(volume));
        FilterPort port = service.connect(host.space, ScannerFilter.PORT)) {
      Thread.ofPlatform().daemon().start(() -> service.serve(port));
      Path file = Files.writeString(directory.resolve("line\nbreak"), "content");
      Thread opener = Thread.ofPlatform().daemon().start(() -> open(volume, file));
      Eventually.holds("it says something", PATIENCE, () -> hasSaidSomething(socket));
      assertThat(said.remove())
          .startsWith("a scan hangs, silent for ")
          .endsWith("/line\\u000abreak");
      looks.requireSilence(socket);
      assertThat(said).isEmpty();
      engine.free.countDown();
      assertThat(socket.next()).isEqualTo("WATCHDOG=1");
      opener.join();
    }
  }

  /** Nobody may be kept waiting because nobody takes its news. */
  private boolean hasSaidSomething(NotifySocket socket) {
    socket.drain();
    return !said.isEmpty();
  }

  /** Whatever comes of it. */
  private static void open(NioVolume volume, Path file) {
    try {
      Files.newByteChannel(volume.fileSystem().getPath(file.toString())).close();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(file.toString());
    }
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.LinuxSupport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
  private final List<String> said = new ArrayList<>();
  @TempDir Path directory;

  @BeforeEach
  void onLinux() {
    assumeTrue(LinuxSupport.isAvailable(), "only Linux has service managers of this kind");
  }

  private ServiceManager manager(Path socket, String... more) {
    Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", socket.toString()));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return ServiceManager.of(environment, said::add);
  }

  @Test
  void isToldTheStates() throws Exception {
    try (NotifySocket socket = new NotifySocket(directory)) {
      ServiceManager manager = manager(socket.path);
      manager.ready();
      manager.alive();
      manager.stopping();
      assertThat(List.of(socket.next(), socket.next(), socket.next()))
          .containsExactly("READY=1", "WATCHDOG=1", "STOPPING=1");
    }
    assertThat(said).isEmpty();
  }

  @Test
  void oneThatIsNotThereIsToldToPeopleAndStopsNothing() {
    manager(directory.resolve("nobody")).ready();
    assertThat(said).singleElement().asString().contains("READY=1", "nobody", "ENOENT");
  }

  @Test
  void withoutOneNobodyIsTold() {
    ServiceManager.of(Map.of("WATCHDOG_USEC", "1000000"), said::add).ready();
    assertThat(said).isEmpty();
    assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "1000000"), said::add).watchdogMillis())
        .isEmpty();
  }

  @Test
  void onlyTheProcessThatIsNamedIsWatched() {
    Path socket = directory.resolve("any");
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(manager(socket, "WATCHDOG_USEC", "30000000").watchdogMillis()).hasValue(30_000);
    assertThat(manager(socket, "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", self).watchdogMillis())
        .hasValue(30_000);
    assertThat(manager(socket, "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1").watchdogMillis())
        .isEmpty();
    assertThat(manager(socket, "WATCHDOG_USEC", "soon").watchdogMillis()).isEmpty();
  }

  @Test
  void theWatchdogIsPettedOnlyWhileEverythingWorks() throws Exception {
    AtomicBoolean works = new AtomicBoolean(true);
    CountedLooks looks = new CountedLooks();
    try (NotifySocket socket = new NotifySocket(directory)) {
      ServiceManager manager = manager(socket.path, "WATCHDOG_USEC", "30000");
      try (Watchdog _ = Watchdog.start(manager, List.of(looks, works::get))) {
        assertThat(socket.next()).isEqualTo("WATCHDOG=1");
        assertThat(socket.next()).isEqualTo("WATCHDOG=1");
        works.set(false);
        looks.requireSilence(socket);
        works.set(true);
        assertThat(socket.next()).isEqualTo("WATCHDOG=1");
      }
    }
  }
}

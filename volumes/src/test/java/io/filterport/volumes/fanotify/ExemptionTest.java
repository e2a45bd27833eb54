package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is allowed unasked: this process, registered processes while they live, nobody else. */
class ExemptionTest {
  private static final String READ_WHEN_TOLD =
      "while read go; do read text < \"$1\"; echo \"$text.\"; text=; done";

  @TempDir Path mount;

  private static int pidfd(Opener opener) {
    int pidfd = PidFd.open((int) opener.process().pid());
    assertThat(pidfd).isPositive();
    return pidfd;
  }

  private static Opener reader(Sandbox sandbox) {
    return Opener.startShell(READ_WHEN_TOLD + " 2>/dev/null", sandbox.guarded("clean").toString());
  }

  private static String read(Opener opener) {
    opener.tell("go");
    return opener.line();
  }

  /** A service that is connected is exempt from each volume that a reload tries to open. */
  @Test
  void aVolumeThatFailsToOpenKeepsNoDescriptorOfWhomItExempted() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener service = Opener.start("cat");
          int pidfd = pidfd(service);
          assertThatThrownBy(
                  () ->
                      FanotifyVolume.open(
                          sandbox.directory(),
                          Sandbox.options(),
                          volume ->
                              failFor(service, volume.exempt(service.process().pid(), pidfd))))
              .hasMessage("not today");
          assertThat(descriptorsOf(service)).isEqualTo(1);
          Fds.close(pidfd);
          service.process().destroy();
        });
  }

  private static void failFor(Opener service, Exemption exemption) {
    assertThat(exemption).isNotNull();
    assertThat(descriptorsOf(service)).isEqualTo(2);
    throw new IllegalStateException("not today");
  }

  /** {@return how many descriptors of the process this one has} */
  private static long descriptorsOf(Opener opener) {
    String line = "Pid:\t" + opener.process().pid() + "\n";
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fdinfo"))) {
      return all.filter(info -> read(info).contains(line)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what it says, nothing if that descriptor is closed meanwhile} */
  private static String read(Path info) {
    try {
      return Files.readString(info);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void theHostReadsUnasked() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.denyAll()) {
            assertThat(Files.readString(sandbox.guarded("bad"))).isEqualTo("bad");
            assertThat(volume.eventCounters().exempt()).isEqualTo(1);
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }

  @Test
  void aCallbackThatOpensAGuardedFileDoesNotWaitForItself() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          CompletableFuture<String> found = new CompletableFuture<>();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options().withWorkers(1),
                  operation -> {
                    found.complete(Files.readString(sandbox.guarded("bad")));
                    return Verdict.ALLOW;
                  })) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(found.join()).isEqualTo("bad");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void aRegisteredProcessReadsUnaskedUntilTheExemptionEnds() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener exempt = reader(sandbox);
          Opener other = reader(sandbox);
          try (FanotifyVolume volume = sandbox.denyAll()) {
            int pidfd = pidfd(exempt);
            Exemption exemption = volume.exempt(exempt.process().pid(), pidfd);
            Fds.close(pidfd);
            assertThat(read(exempt)).isEqualTo("clean.");
            assertThat(read(other)).isEqualTo(".");
            exemption.close();
            exemption.close();
            assertThat(read(exempt)).isEqualTo(".");
          } finally {
            exempt.process().getOutputStream().close();
            other.process().getOutputStream().close();
          }
        });
  }

  @Test
  void twoExemptionsOfOneProcessEndOneByOne() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener exempt = reader(sandbox);
          try (FanotifyVolume volume = sandbox.denyAll()) {
            int pidfd = pidfd(exempt);
            Exemption first = volume.exempt(exempt.process().pid(), pidfd);
            Exemption second = volume.exempt(exempt.process().pid(), pidfd);
            Fds.close(pidfd);
            first.close();
            assertThat(read(exempt)).isEqualTo("clean.");
            second.close();
            assertThat(read(exempt)).isEqualTo(".");
          } finally {
            exempt.process().getOutputStream().close();
          }
        });
  }

  @Test
  void aChildOfAnExemptProcessIsAskedAbout() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String file = sandbox.guarded("clean").toString();
          Opener exempt = Opener.startShell("read go; cat \"$1\"; true", file);
          try (FanotifyVolume volume = sandbox.denyAll()) {
            int pidfd = pidfd(exempt);
            volume.exempt(exempt.process().pid(), pidfd);
            Fds.close(pidfd);
            exempt.tell("go");
            assertThat(exempt.output()).contains(Sandbox.NOT_PERMITTED);
          }
        });
  }

  @Test
  void whoGetsTheNumberOfADeadProcessIsNotExempt() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener dead = Opener.startShell("read go");
          Opener heir = reader(sandbox);
          try (FanotifyVolume volume = sandbox.denyAll()) {
            int pidfd = pidfd(dead);
            volume.exempt(heir.process().pid(), pidfd);
            Fds.close(pidfd);
            assertThat(read(heir)).isEqualTo("clean.");
            dead.process().destroyForcibly().waitFor();
            assertThat(read(heir)).isEqualTo(".");
          } finally {
            heir.process().getOutputStream().close();
          }
        });
  }

  @Test
  void aProcessOfAnotherPidNamespaceIsRefusedAndNobodyExempt() {
    int pidfd = PidFd.open((int) ProcessHandle.current().pid());
    try (Exemptions exemptions = new Exemptions()) {
      assertThatThrownBy(() -> exemptions.add(0, pidfd))
          .isInstanceOfSatisfying(
              FilterPortException.class,
              e -> assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED))
          .hasMessageContaining("pid namespace");
      assertThat(exemptions.contains(0)).isFalse();
    } finally {
      Fds.close(pidfd);
    }
  }

  @Test
  void aDescriptorThatIsNotOpenExemptsNobody() {
    try (Exemptions exemptions = new Exemptions()) {
      assertThatThrownBy(() -> exemptions.add(1, -1))
          .isInstanceOfSatisfying(
              FilterPortException.class,
              e -> assertThat(e.status()).isEqualTo(NtStatus.INVALID_HANDLE));
      assertThat(exemptions.contains(1)).isFalse();
      assertThat(exemptions.contains(0)).isFalse();
    }
  }
}

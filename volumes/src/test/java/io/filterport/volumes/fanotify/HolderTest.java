package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.PidFd;
import io.filterport.volumes.fanotify.HeldHost.Terms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that is killed or stopped, and the process that keeps its volume then. */
class HolderTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir Path mount;
  @TempDir Path place;

  private interface Body {
    void play(Sandbox sandbox, Opener holder, Opener host) throws Exception;
  }

  private Path socket() {
    return place.resolve("hold");
  }

  private void held(Duration limit, boolean allow, boolean allowAfterDeath, Body body)
      throws Throwable {
    held(new Terms(limit, allow, allowAfterDeath, false), body);
  }

  private void held(Terms terms, Body body) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Files.writeString(sandbox.guarded("hang"), "hang");
          Files.writeString(sandbox.guarded("kept"), "bad");
          Opener holder = Opener.start(HolderProgram.command(socket()));
          assertThat(holder.line()).isEqualTo(HolderProgram.READY);
          Opener host = host(sandbox, terms);
          try {
            body.play(sandbox, holder, host);
          } finally {
            kill(host);
            kill(holder);
          }
        });
  }

  private Opener host(Sandbox sandbox, Terms terms) throws Exception {
    Opener host = Opener.start(HeldHost.command(sandbox.directory(), socket(), terms));
    assertThat(host.line()).isEqualTo(HeldHost.READY);
    return host;
  }

  private static void kill(Opener process) throws InterruptedException {
    process.process().destroyForcibly().waitFor();
  }

  private static void signal(Opener process, int signal) {
    int pidfd = PidFd.open((int) process.process().pid());
    assertThat(PidFd.sendSignal(pidfd, signal)).isZero();
  }

  @Test
  void whileTheHostLivesItDecides() throws Throwable {
    held(
        LONG,
        false,
        false,
        (sandbox, holder, host) -> {
          assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
          assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
        });
  }

  @Test
  void afterItsDeathGuardedFilesAreDeniedUntilItIsLifted() throws Throwable {
    held(
        LONG,
        true,
        false,
        (sandbox, holder, host) -> {
          assertThat(sandbox.cat(sandbox.guarded("kept"))).isEqualTo("bad");
          kill(host);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
          assertThat(sandbox.cat(sandbox.guarded("kept"))).contains(Sandbox.NOT_PERMITTED);
          assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
          assertThat(Opener.run("ls", sandbox.directory().toString())).contains("clean");
          assertThat(HolderLink.find(socket()).orElseThrow().endAndWait()).isTrue();
          assertThat(holder.process().waitFor()).isZero();
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
        });
  }

  /** Its answers would stop those to the dead host's openers. */
  @Test
  void afterItsDeathNoOtherHostIsTaken() throws Throwable {
    held(
        LONG,
        true,
        false,
        (sandbox, holder, host) -> {
          kill(host);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
          assertRefused(sandbox);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
        });
  }

  private void assertRefused(Sandbox sandbox) throws Exception {
    Terms terms = new Terms(LONG, false, false, false);
    Opener other = Opener.start(HeldHost.command(sandbox.directory(), socket(), terms));
    assertThat(other.output()).contains("giving test to a holder");
  }

  @Test
  void whoWaitsForTheDeadIsDenied() throws Throwable {
    held(
        LONG,
        true,
        false,
        (sandbox, holder, host) -> {
          Opener waiting = Opener.start("cat", sandbox.guarded("hang").toString());
          assertThat(host.line()).isEqualTo(HeldHost.ASKED);
          kill(host);
          assertThat(waiting.output()).contains(Sandbox.NOT_PERMITTED);
        });
  }

  /** A stopped host reads nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoseEventIsUnreadWhenTheHostDiesGetsWhatCountsThen(boolean allowAfterDeath)
      throws Throwable {
    held(
        LONG,
        !allowAfterDeath,
        allowAfterDeath,
        (sandbox, holder, host) -> {
          signal(host, PidFd.SIGSTOP);
          host.awaitStopped();
          Opener waiting = Opener.start("cat", sandbox.guarded("clean").toString());
          waiting.awaitBlocked();
          kill(host);
          assertThat(waiting.output()).contains(allowAfterDeath ? "clean" : Sandbox.NOT_PERMITTED);
        });
  }

  @Test
  void ifItIsToAllowTheKernelDoes() throws Throwable {
    held(
        LONG,
        false,
        true,
        (sandbox, holder, host) -> {
          Opener waiting = Opener.start("cat", sandbox.guarded("hang").toString());
          assertThat(host.line()).isEqualTo(HeldHost.ASKED);
          kill(host);
          assertThat(holder.process().waitFor()).isZero();
          assertThat(waiting.output()).isEqualTo("hang");
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileTheHostIsStoppedTheDefaultVerdictCounts(boolean allow) throws Throwable {
    held(
        SHORT,
        allow,
        false,
        (sandbox, holder, host) -> {
          Opener read = Opener.start("cat", sandbox.guarded("hang").toString());
          assertThat(host.line()).isEqualTo(HeldHost.ASKED);
          signal(host, PidFd.SIGSTOP);
          Opener unread = Opener.start("cat", sandbox.guarded("clean").toString());
          assertThat(read.output()).contains(allow ? "hang" : Sandbox.NOT_PERMITTED);
          assertThat(unread.output()).contains(allow ? "clean" : Sandbox.NOT_PERMITTED);
          assertThat(sandbox.cat(sandbox.outside("clean"))).isEqualTo("outside");
          signal(host, PidFd.SIGCONT);
          untilItDecidesAgain(sandbox, allow);
        });
  }

  @Test
  void aWriteLeaseKeepsTheHolderFromNothing() throws Throwable {
    held(
        SHORT,
        true,
        false,
        (sandbox, holder, host) -> {
          signal(host, PidFd.SIGSTOP);
          host.awaitStopped();
          try (WriteLease lease = WriteLease.on(sandbox.guarded("clean"))) {
            assertThat(lease).isNotNull();
            assertThat(sandbox.cat(sandbox.guarded("clean"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
          }
        });
  }

  /** One opener alone, so nothing waits unread in the kernel. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileTheReaderHangsTheDefaultVerdictCountsThoughTheHostAnswers(boolean allow)
      throws Throwable {
    held(
        SHORT,
        allow,
        false,
        (sandbox, holder, host) -> {
          host.tell("still");
          assertThat(host.line()).isEqualTo(HeldHost.STANDS + "still");
          assertThat(sandbox.cat(sandbox.guarded("clean")))
              .contains(allow ? "clean" : Sandbox.NOT_PERMITTED);
          assertThat(sandbox.cat(sandbox.guarded("other")))
              .contains(allow ? "other" : Sandbox.NOT_PERMITTED);
          host.tell("now");
          assertThat(host.line()).isEqualTo(HeldHost.GOES_ON + "now");
          untilItDecidesAgain(sandbox, allow);
        });
  }

  @Test
  void whoAuditsDeniesNothingWhenItIsDead() throws Throwable {
    held(
        new Terms(LONG, false, false, true),
        (sandbox, holder, host) -> {
          Opener waiting = Opener.start("cat", sandbox.guarded("hang").toString());
          assertThat(host.line()).isEqualTo(HeldHost.ASKED);
          kill(host);
          assertThat(waiting.output()).isEqualTo("hang");
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
          assertThat(holder.process().waitFor()).isZero();
        });
  }

  @Test
  void whoAuditsDeniesNothingWhileItIsStopped() throws Throwable {
    held(
        new Terms(SHORT, false, false, true),
        (sandbox, holder, host) -> {
          Opener read = Opener.start("cat", sandbox.guarded("hang").toString());
          assertThat(host.line()).isEqualTo(HeldHost.ASKED);
          signal(host, PidFd.SIGSTOP);
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
          assertThat(read.output()).isEqualTo("hang");
        });
  }

  /** What the default verdict would not give. Both may answer for a moment. */
  private static void untilItDecidesAgain(Sandbox sandbox, boolean allow) {
    Path file = sandbox.guarded(allow ? "bad" : "clean");
    String wanted = allow ? Sandbox.NOT_PERMITTED : "clean";
    while (!sandbox.cat(file).contains(wanted)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void withoutItsHolderTheHostDecidesOnAndHearsOfIt() throws Throwable {
    held(
        LONG,
        false,
        false,
        (sandbox, holder, host) -> {
          kill(holder);
          assertThat(host.line()).isEqualTo(HeldHost.LOST);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
          assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
        });
  }

  @Test
  void aHolderHasOneHost() throws Throwable {
    held(
        LONG,
        false,
        false,
        (sandbox, holder, host) -> {
          assertRefused(sandbox);
          assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
        });
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.security.AccessToken;
import io.filterport.volume.VerdictEvent;
import io.filterport.volumes.VerdictEvents;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Openers of another pid namespace: the verdict holds, and what is told of them is true. */
class PidNamespaceTest {
  @TempDir Path mount;

  @BeforeEach
  void needsNamespaces() {
    String made = Opener.run("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "true");
    assumeTrue(made.isEmpty(), made);
  }

  @Test
  void anOpenerOfANamespaceBelowIsToldByTheNumberThatItHasHere() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          FanotifyOptions options = Sandbox.told(Sandbox.options(), heard);
          try (FanotifyVolume volume = sandbox.volume(options, Sandbox::denyBad)) {
            Opener below = startBelow("read go; exec cat \"$0\"", sandbox.guarded("bad"));
            long pid = child(below);
            below.tell("go");
            assertThat(below.output()).contains(Sandbox.NOT_PERMITTED);
            assertThat(heard.await(1)).extracting(VerdictEvent::processId).containsExactly(pid);
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  private static Opener startBelow(String script, Path file) {
    return Opener.start(
        "unshare", "--pid", "--fork", "--kill-child", "sh", "-c", script, file.toString());
  }

  /** {@return what unshare has forked} */
  private static long child(Opener unshare) {
    while (unshare.process().children().findAny().isEmpty()) {
      Thread.onSpinWait();
    }
    return unshare.process().children().findAny().orElseThrow().pid();
  }

  @Test
  void theProgramOfAnOpenerOfANamespaceBelowIsTold() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          FanotifyOptions options = Sandbox.told(Sandbox.options(), heard);
          try (FanotifyVolume volume = sandbox.volume(options, Sandbox::denyBad)) {
            Opener below = startBelow("true < \"$0\"; read end", sandbox.guarded("bad"));
            VerdictEvent event = heard.await(1).getFirst();
            assertThat(event.executable().map(Path::of).orElseThrow())
                .isEqualTo(Path.of("/bin/sh").toRealPath());
            assertThat(event.userId()).isZero();
            below.tell("end");
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  @Test
  void anOpenerThatTheHostCannotSeeIsAskedAboutAndUnknown() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener host = ListenerElsewhere.start(sandbox.directory(), "--mount-proc");
          try {
            assertThat(host.line()).isEqualTo(ListenerElsewhere.READY);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(host.line())
                .isEqualTo(
                    ListenerElsewhere.line(AccessToken.UNKNOWN, AccessToken.UNKNOWN, "none"));
          } finally {
            host.process().destroyForcibly().waitFor();
          }
        });
  }

  /** Numbers would lead it to other processes there, with other users and programs. */
  @Test
  void aHostWhoseProcIsOfAnotherNamespaceIsRefused() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Opener host = ListenerElsewhere.start(sandbox.directory());
          try {
            assertThat(host.line())
                .contains("guarding " + sandbox.directory(), "/proc", "another pid namespace");
          } finally {
            host.process().destroyForcibly().waitFor();
          }
        });
  }
}

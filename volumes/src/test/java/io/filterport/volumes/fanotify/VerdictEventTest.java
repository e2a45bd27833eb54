package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VolumeCounters;
import io.filterport.volumes.VerdictEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the verdicts of a fanotify volume")
class VerdictEventTest {
  private static final int TIMES = 100;

  @TempDir Path mount;

  private static FanotifyOptions audited(VerdictEvents heard) {
    FanotifyOptions options = Sandbox.told(Sandbox.options(), heard);
    return options.withVolume(options.volume().withAudit());
  }

  private static String read(Path file, int times) {
    return Opener.shell(
        "i=0; while [ $i -lt \"$2\" ]; do cat \"$1\"; i=$((i+1)); done",
        file.toString(),
        Integer.toString(times));
  }

  @Test
  @DisplayName("are told once each, with the program that was denied")
  void oneEach() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.told(Sandbox.options(), heard), Sandbox::denyBad)) {
            read(sandbox.guarded("clean"), TIMES);
            read(sandbox.guarded("bad"), TIMES);
            assertThat(volume.counters().denied()).isEqualTo(TIMES);
            heard.await(TIMES);
          }
          List<VerdictEvent> events = heard.events();
          assertThat(events).hasSize(TIMES).allSatisfy(event -> assertDenied(sandbox, event));
          assertThat(events).extracting(VerdictEvent::processId).doesNotHaveDuplicates();
          assertThat(events)
              .anySatisfy(event -> assertThat(event.executable().orElse("gone")).endsWith("/cat"))
              .anySatisfy(event -> assertThat(event.userId()).isZero());
        });
  }

  private static void assertDenied(Sandbox sandbox, VerdictEvent event) {
    assertThat(event.path()).isEqualTo(sandbox.guarded("bad").toString());
    assertThat(event.kind()).isEqualTo(Kind.OPEN);
    assertThat(event.altitude()).contains("320000");
    assertThat(event.reason()).isEqualTo("bad content");
    assertThat(event.latencyNanos()).isPositive();
    assertThat(event).matches(it -> !it.allowed() && !it.wouldDeny() && !it.byDefault());
  }

  @Test
  @DisplayName("do not wait for a listener that blocks; the loss is told")
  void blocked() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          heard.block();
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.told(Sandbox.options(), heard), Sandbox::denyBad)) {
            String tries = "i=0; while [ $i -lt 5000 ]; do true < \"$1\"; i=$((i+1)); done 2>&-";
            Opener.shell(tries, sandbox.guarded("bad").toString());
            assertThat(volume.counters().denied()).isEqualTo(5_000);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            heard.unblock();
            heard.await(5_000);
          }
          assertThat(heard.heardOf()).isEqualTo(5_000);
          assertThat(heard.lostAtTheEnd()).isPositive();
        });
  }

  @Test
  @DisplayName("deny nothing in audit mode, whoever would have denied")
  void audit() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          try (FanotifyVolume volume = sandbox.volume(audited(heard), VerdictEventTest::fail)) {
            assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
            assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.counters()).isEqualTo(new VolumeCounters(3, 1, 0, 0, 2));
          }
          assertThat(heard.events())
              .hasSize(2)
              .allMatch(event -> event.allowed() && event.wouldDeny())
              .extracting(VerdictEvent::byDefault)
              .containsExactly(false, true);
        });
  }

  /** Has no verdict on "other". */
  private static Verdict fail(FileOperation operation) throws IOException {
    if (Sandbox.text(operation).equals("other")) {
      throw new IOException("unreadable");
    }
    return Sandbox.denyBad(operation);
  }

  @Test
  @DisplayName("deny nothing in audit mode when time runs out, or too many wait")
  void auditWithoutVerdict() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofDenials();
          FanotifyOptions options = audited(heard);
          FanotifyOptions hasty =
              options
                  .withVolume(options.volume().withTimeLimit(Duration.ofMillis(500)))
                  .withMaxInFlight(1);
          CountDownLatch never = new CountDownLatch(1);
          try (FanotifyVolume volume = sandbox.volume(hasty, operation -> hang(never))) {
            String file = sandbox.guarded("clean").toString();
            String twice = "cat \"$1\" & cat \"$1\"; wait";
            assertThat(Opener.shell(twice, file)).isEqualTo("cleanclean");
            assertThat(volume.counters().wouldDeny()).isEqualTo(2);
          } finally {
            never.countDown();
          }
          assertThat(heard.events())
              .hasSize(2)
              .allMatch(event -> event.wouldDeny() && event.byDefault())
              .allMatch(event -> event.altitude().isEmpty())
              .extracting(VerdictEvent::reason)
              .anyMatch(reason -> reason.contains("not decided in time"));
        });
  }

  private static Verdict hang(CountDownLatch never) throws IOException {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Verdict.ALLOW;
  }

  @Test
  @DisplayName("say whether they were kept ones")
  void cached() throws Throwable {
    PreOperationCallback callback =
        operation -> {
          Verdict known = operation.recall("1").orElse(Sandbox.denyBad(operation));
          operation.remember("1", known);
          return known;
        };
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          VerdictEvents heard = VerdictEvents.ofAll();
          FanotifyOptions options = Sandbox.told(Sandbox.options(), heard).withCachedVerdicts(16);
          try (FanotifyVolume volume = sandbox.volume(options, callback)) {
            while (volume.cacheCounters().hits() == 0) {
              sandbox.cat(sandbox.guarded("bad"));
            }
          }
          List<VerdictEvent> events = heard.events();
          assertThat(events.getLast()).matches(VerdictEvent::cached);
          assertThat(events.getFirst()).matches(event -> !event.cached());
        });
  }
}

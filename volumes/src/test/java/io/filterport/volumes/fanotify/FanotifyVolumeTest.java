package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes get when they open guarded files. */
class FanotifyVolumeTest {
  private static final int NO_GROUP = -1;

  @TempDir Path mount;

  @Test
  void aCleanFileIsOpenedAndABadOneIsNot() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().allowed()).isEqualTo(1);
            assertThat(volume.counters().denied()).isEqualTo(1);
            assertThat(volume.capabilities())
                .isEqualTo(Set.of(FileOperation.Kind.OPEN, FileOperation.Kind.EXEC));
          }
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
        });
  }

  /** As where descriptors are out. No privilege is needed. */
  @Test
  void aVolumeThatCannotReadEventsLeavesNoThread() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    FanotifyOptions options = Sandbox.told(Sandbox.options(), event -> {});
    DescriptorBudget budget = DescriptorBudget.take(options);
    try (GuardedTree tree = GuardedTree.open(Path.of("/proc"))) {
      assertThatThrownBy(() -> FanotifyVolume.open(NO_GROUP, tree, options, budget, volume -> {}))
          .hasMessageContaining("preparing to read events (EBADF)");
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().startsWith("filterport-")) {
        thread.join();
      }
    }
  }

  @Test
  void aProgramIsNotExecuted() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path program = Files.copy(Path.of("/bin/echo"), sandbox.guarded("program"));
          Queue<FileOperation.Kind> kinds = new ConcurrentLinkedQueue<>();
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            Volume.Attachment recorder =
                volume.attach("2", operation -> recorded(kinds, operation.kind()));
            assertThat(Opener.shell("\"$1\" works", program.toString())).isEqualTo("works");
            assertThat(kinds).containsExactly(FileOperation.Kind.EXEC, FileOperation.Kind.OPEN);
            recorder.close();
            volume.attach("1", operation -> denied(operation.kind() == FileOperation.Kind.EXEC));
            assertThat(Opener.shell("\"$1\" works; echo $?", program.toString()))
                .contains(Sandbox.NOT_PERMITTED)
                .endsWith("126");
            assertThat(Opener.shell("head -c 4 \"$1\"", program.toString())).contains("ELF");
          }
        });
  }

  private static Verdict recorded(Queue<FileOperation.Kind> kinds, FileOperation.Kind kind) {
    kinds.add(kind);
    return Verdict.ALLOW;
  }

  private static Verdict denied(boolean denied) {
    return denied ? Verdict.DENY : Verdict.ALLOW;
  }

  private record Seen(String path, long size, long pid, long uid, String text) {
    static Seen of(FileOperation operation) throws IOException {
      return new Seen(
          operation.path(),
          operation.size(),
          operation.processId(),
          operation.userId(),
          Sandbox.text(operation));
    }
  }

  @Test
  void aCallbackSeesWhoOpensWhat() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Queue<Seen> seen = new ConcurrentLinkedQueue<>();
          try (FanotifyVolume volume =
              sandbox.volume(
                  Sandbox.options(), operation -> denied(!seen.add(Seen.of(operation))))) {
            String file = sandbox.guarded("clean").toString();
            Opener opener =
                Opener.start("setpriv", "--reuid", "12345", "--clear-groups", "cat", file);
            assertThat(opener.output()).isEqualTo("clean");
            assertThat(seen)
                .containsExactly(new Seen(file, 5, opener.process().pid(), 12345, "clean"));
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @Test
  void anOperationThatIsOverGivesNothingAway() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Queue<FileOperation> kept = new ConcurrentLinkedQueue<>();
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.options(), operation -> denied(!kept.add(operation)))) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.counters().allowed()).isEqualTo(1);
          }
          FileOperation operation = kept.remove();
          assertThatThrownBy(operation::content).isInstanceOf(IOException.class);
          assertThat(operation.userId()).isEqualTo(AccessToken.UNKNOWN);
        });
  }

  @Test
  void whatIsNoRegularFileIsNotAskedAbout() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String fifo = sandbox.guarded("fifo").toString();
          assertThat(Opener.run("mkfifo", fifo)).isEmpty();
          try (FanotifyVolume volume = sandbox.denyAll()) {
            assertThat(Opener.run("ls", sandbox.directory().toString())).contains("bad", "fifo");
            assertThat(Opener.shell("echo through > \"$1\" & cat \"$1\"", fifo))
                .isEqualTo("through");
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }

  @Test
  void withoutACallbackEverythingIsAllowed() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
            assertThat(volume.counters().asked()).isZero();
            assertThat(volume.eventCounters().read()).isEqualTo(1);
          }
        });
  }

  @Test
  void aClosedVolumeTakesNoCallback() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          FanotifyVolume volume = sandbox.volume();
          volume.close();
          volume.close();
          assertThatThrownBy(() -> volume.attach("1", operation -> Verdict.ALLOW))
              .isInstanceOfSatisfying(
                  FilterPortException.class,
                  e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        });
  }

  private static final String ROUNDS_OF_EIGHT =
      """
      try() { (: < "$1") 2>/dev/null && echo allowed || echo denied; }
      i=0
      while [ $i -lt 200 ]; do
        i=$((i+1))
        for j in 1 2 3 4; do try "$1" & try "$2" & done
        wait
      done
      """;

  @Test
  void manyOpenersAtOnceAreAllAnsweredAndNothingStaysOpen() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          List<String> before = descriptors();
          FanotifyVolume volume = sandbox.volume();
          String output =
              Opener.shell(
                  ROUNDS_OF_EIGHT,
                  sandbox.guarded("clean").toString(),
                  sandbox.guarded("bad").toString());
          volume.close();
          assertThat(output.lines().filter("allowed"::equals)).hasSize(800);
          assertThat(output.lines().filter("denied"::equals)).hasSize(800);
          assertThat(volume.counters().allowed()).isEqualTo(800);
          assertThat(volume.counters().denied()).isEqualTo(800);
          assertThat(volume.eventCounters().read()).isEqualTo(1600);
          assertThat(volume.eventCounters().answered()).isEqualTo(1600);
          assertThat(descriptors()).isEqualTo(before);
        });
  }

  /** What is open, without the pipes of processes that have just ended and the jars of classes. */
  private static List<String> descriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
          .mapToObj(Fds::path)
          .filter(path -> path != null && !path.startsWith("pipe:") && !path.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }
}

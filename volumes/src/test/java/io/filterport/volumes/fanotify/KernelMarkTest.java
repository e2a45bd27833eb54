package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files the kernel allows by itself, and what ends that: above all every kind of writer. */
class KernelMarkTest {
  private static final int SIZE = 5;

  @TempDir Path mount;

  private interface Body {
    void run(Sandbox sandbox, FanotifyVolume volume, RecallingScanner scanner) throws Exception;
  }

  private void guarded(Body body) throws Throwable {
    guarded(10, body);
  }

  private void guarded(int marks, Body body) throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          RecallingScanner scanner = new RecallingScanner();
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10).withKernelMarks(marks);
          try (FanotifyVolume volume = sandbox.volume(options, scanner)) {
            body.run(sandbox, volume, scanner);
          }
        });
  }

  private static void untilMarked(Sandbox sandbox, FanotifyVolume volume, Path file) {
    long marks = volume.cacheCounters().marksSet();
    while (volume.cacheCounters().marksSet() == marks) {
      assertThat(sandbox.cat(file)).isNotEmpty();
    }
  }

  private static void assertUnasked(Sandbox sandbox, FanotifyVolume volume, Path file) {
    long before = volume.eventCounters().read();
    assertThat(sandbox.cat(file)).isNotEmpty();
    assertThat(volume.eventCounters().read()).isEqualTo(before);
  }

  @Test
  void whatEverybodyKnowsAsCleanIsNotAskedAboutUnderAnyName() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          Path other = Files.createLink(sandbox.guarded("link"), file);
          untilMarked(sandbox, volume, file);
          assertUnasked(sandbox, volume, file);
          assertUnasked(sandbox, volume, other);
          assertThat(volume.cacheCounters().marksDropped()).isZero();
        });
  }

  @Test
  void whatIsBadIsNeverMarked() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          long before = volume.cacheCounters().hits();
          while (volume.cacheCounters().hits() == before) {
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
          }
          assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
          assertThat(volume.cacheCounters().marksSet()).isZero();
        });
  }

  /** The kernel does not remove an ignore mark for this, and asks nobody when it is opened. */
  @Test
  void whoOpensAMarkedFileAndStoresThroughAMappingIsSeen() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          int writer = Fds.open(file.toString(), Fds.O_RDWR);
          assertThat(writer).isNotNegative();
          try (Mapping mapping = Mapping.readWrite(writer, SIZE)) {
            Fds.close(writer);
            mapping.segment().setString(0, "good");
            scanner.assertScanned(sandbox, file, "good");
            mapping.segment().setString(0, "evil");
            scanner.assertScanned(sandbox, file, "evil");
          }
          scanner.assertScanned(sandbox, file, "evil");
        });
  }

  @Test
  void aFileWithADirtyPageThatSomebodyMapsIsNeverMarked() throws Throwable {
    guarded(
        (sandbox, volume, scanner) ->
            scanner.assertScannedWhileMapped(sandbox, file -> untilMarked(sandbox, volume, file)));
  }

  @Test
  void whoOpensForWritingAndChangesNothingEndsTheMark() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          assertThat(Opener.shell(": <> \"$1\"", file.toString())).isEmpty();
          scanner.assertScanned(sandbox, file, "clean");
          assertThat(volume.cacheCounters().marksDropped()).isOne();
        });
  }

  @Test
  void whoTruncatesWithoutOpeningEndsTheMark() throws Throwable {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl");
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          String program = "truncate($ARGV[0], 2) or die $!";
          assertThat(Opener.run("/usr/bin/perl", "-e", program, file.toString())).isEmpty();
          scanner.assertScanned(sandbox, file, "cl");
        });
  }

  @Test
  void whoDoesNotWantToWaitIsRefusedUntilTheMarkIsGone() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          String[] command = {"truncate", "-s", "2", file.toString()};
          String said = Opener.run(command);
          assertThat(said).contains("temporarily unavailable");
          while (!said.isEmpty()) {
            said = Opener.run(command);
          }
          scanner.assertScanned(sandbox, file, "cl");
        });
  }

  @Test
  void aWriterInThisProcessIsSeenToo() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.write('C');
          }
          scanner.assertScanned(sandbox, file, "Clean");
        });
  }

  @Test
  void anotherBasisEndsAllMarks() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          Path other = sandbox.guarded("other");
          untilMarked(sandbox, volume, file);
          scanner.basis = "2";
          assertUnasked(sandbox, volume, file);
          scanner.assertScanned(sandbox, other, "other");
          scanner.assertScanned(sandbox, file, "clean");
        });
  }

  @Test
  void whoIsAttachedLaterIsAskedAtOnce() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          try (Volume.Attachment attached = volume.attach("1", operation -> Verdict.DENY)) {
            assertThat(attached.altitude()).isEqualTo("1");
            assertThat(sandbox.cat(file)).contains(Sandbox.NOT_PERMITTED);
          }
        });
  }

  @Test
  void whileOneCallbackRecallsNothingItSeesEveryOpen() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          AtomicInteger seen = new AtomicInteger();
          volume.attach(
              "1", operation -> seen.incrementAndGet() > 0 ? Verdict.ALLOW : Verdict.DENY);
          Path file = sandbox.guarded("clean");
          long hits = volume.cacheCounters().hits();
          int opened = 0;
          for (; volume.cacheCounters().hits() < hits + 2; opened++) {
            assertThat(sandbox.cat(file)).isEqualTo("clean");
          }
          assertThat(seen).hasValue(opened);
          assertThat(volume.cacheCounters().marksSet()).isZero();
        });
  }

  @Test
  void theOldestMarkMakesRoomForTheNext() throws Throwable {
    guarded(
        1,
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          untilMarked(sandbox, volume, sandbox.guarded("other"));
          assertThat(volume.cacheCounters().marksDropped()).isOne();
          assertUnasked(sandbox, volume, sandbox.guarded("other"));
          assertThat(sandbox.cat(file)).isEqualTo("clean");
          assertThat(volume.cacheCounters().marksDropped()).isEqualTo(2);
        });
  }

  @Test
  void aMarkEndsByItself() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilMarked(sandbox, volume, file);
          long before = volume.eventCounters().read();
          while (volume.eventCounters().read() == before) {
            assertThat(sandbox.cat(file)).isEqualTo("clean");
          }
          assertThat(volume.cacheCounters().marksDropped()).isOne();
        });
  }

  @Test
  void aVolumeThatIsClosedLeavesNoLease() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          Path file = sandbox.guarded("clean");
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10).withKernelMarks(10);
          try (FanotifyVolume volume = sandbox.volume(options, new RecallingScanner())) {
            untilMarked(sandbox, volume, file);
          }
          String ofThisProcess = " " + ProcessHandle.current().pid() + " ";
          assertThat(Files.readAllLines(Path.of("/proc/locks")))
              .noneMatch(line -> line.contains("LEASE") && line.contains(ofThisProcess));
        });
  }

  @Test
  void marksNeedKeptVerdicts() {
    assertThatThrownBy(() -> Sandbox.options().withKernelMarks(1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.linux.Mounts;
import io.filterport.volume.CacheCounters;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which verdicts a fanotify volume keeps, and what ends them. */
class CachedVerdictTest {
  @TempDir Path mount;

  private interface Body {
    void run(Sandbox sandbox, FanotifyVolume volume, RecallingScanner scanner) throws Exception;
  }

  private void guarded(Body body) throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          RecallingScanner scanner = new RecallingScanner();
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10);
          try (FanotifyVolume volume = sandbox.volume(options, scanner)) {
            body.run(sandbox, volume, scanner);
          }
        });
  }

  /** A file that was just written is too young: opens it until its verdict is kept. */
  private static void untilKept(Sandbox sandbox, FanotifyVolume volume, Path file) {
    long hits = volume.cacheCounters().hits();
    while (volume.cacheCounters().hits() == hits) {
      assertThat(sandbox.cat(file)).isNotEmpty();
    }
  }

  private static void assertNotScanned(
      Sandbox sandbox, RecallingScanner scanner, Path file, String seen) {
    int before = scanner.scans.get();
    assertThat(sandbox.cat(file)).contains(seen);
    assertThat(scanner.scans).hasValue(before);
  }

  @Test
  void whatDoesNotChangeIsScannedOnceUnderAllItsNames() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path other = Files.createLink(sandbox.guarded("link"), sandbox.guarded("clean"));
          untilKept(sandbox, volume, sandbox.guarded("clean"));
          untilKept(sandbox, volume, sandbox.guarded("bad"));
          assertNotScanned(sandbox, scanner, other, "clean");
          assertNotScanned(sandbox, scanner, sandbox.guarded("bad"), Sandbox.NOT_PERMITTED);
          CacheCounters counters = volume.cacheCounters();
          assertThat(counters.hits()).isEqualTo(4);
          assertThat(counters.misses()).isPositive();
          assertThat(counters.hits() + counters.misses() + counters.uncacheable())
              .isEqualTo(volume.counters().asked());
        });
  }

  @Test
  void whatIsYoungIsScannedEachTime() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(file));
          scanner.assertScanned(sandbox, file, "clean");
          assertThat(volume.cacheCounters().uncacheable()).isPositive();
        });
  }

  @Test
  void anotherBasisIsAnotherVerdictAndAnEmptyOneIsNone() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          scanner.basis = "2";
          scanner.assertScanned(sandbox, file, "clean");
          assertNotScanned(sandbox, scanner, file, "clean");
          scanner.basis = "";
          scanner.assertScanned(sandbox, file, "clean");
          scanner.assertScanned(sandbox, file, "clean");
        });
  }

  @Test
  void whoOpenedForWritingIsNoticedEvenIfNoTimeChanged() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          assertThat(Opener.shell(": <> \"$1\"", file.toString())).isEmpty();
          scanner.assertScanned(sandbox, file, "clean");
          assertNotScanned(sandbox, scanner, file, "clean");
        });
  }

  /** It may leave all times as they were. */
  @Test
  void aStoreThroughAMappingIsSeenWhileItIsThereAndAfterwards() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          int writer = Fds.open(file.toString(), Fds.O_RDWR);
          try (Mapping mapping = Mapping.readWrite(writer, 3)) {
            Fds.close(writer);
            assertThat(mapping.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'c');
            scanner.assertScanned(sandbox, file, "clean");
            mapping.segment().setString(0, "C");
            scanner.assertScanned(sandbox, file, "C");
          }
          scanner.assertScanned(sandbox, file, "C");
        });
  }

  @Test
  void aFileWithADirtyPageThatSomebodyMapsIsScannedHoweverOldItIs() throws Throwable {
    guarded(
        (sandbox, volume, scanner) ->
            scanner.assertScannedWhileMapped(sandbox, file -> untilKept(sandbox, volume, file)));
  }

  @Test
  void whoHadTheFileOpenForWritingBeforeTheGuardBeganIsSeen() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          Path file = sandbox.guarded("clean");
          Opener writer = Opener.startShell("exec 3<> \"$1\"; echo has; read end", file.toString());
          assertThat(writer.line()).isEqualTo("has");
          RecallingScanner scanner = new RecallingScanner();
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10);
          try (FanotifyVolume volume = sandbox.volume(options, scanner)) {
            untilKept(sandbox, volume, sandbox.guarded("other"));
            scanner.assertScanned(sandbox, file, "clean");
            scanner.assertScanned(sandbox, file, "clean");
            writer.tell("end");
            assertThat(writer.output()).isEmpty();
            scanner.assertScanned(sandbox, file, "clean");
            assertNotScanned(sandbox, scanner, file, "clean");
          }
        });
  }

  @Test
  void aWriterThatCameAndWentDuringTheScanIsNoticed() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          scanner.basis = "2";
          scanner.meanwhile = () -> Fds.close(Fds.open(file.toString(), Fds.O_RDWR));
          scanner.assertScanned(sandbox, file, "clean");
          scanner.meanwhile = () -> {};
          scanner.assertScanned(sandbox, file, "clean");
          assertNotScanned(sandbox, scanner, file, "clean");
        });
  }

  @Test
  void whatReplacesAFileIsScanned() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          Files.delete(file);
          Files.writeString(file, "bad");
          scanner.assertScanned(sandbox, file, Sandbox.NOT_PERMITTED);
        });
  }

  @Test
  void whatIsMovedOverAFileIsScanned() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          Files.move(sandbox.guarded("bad"), file, StandardCopyOption.REPLACE_EXISTING);
          scanner.assertScanned(sandbox, file, Sandbox.NOT_PERMITTED);
        });
  }

  @Test
  void whoRewritesInPlaceUnderAnotherNameAndSetsTheTimeBackIsNoticed() throws Throwable {
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          Path other = Files.createLink(sandbox.outside("link"), file);
          untilKept(sandbox, volume, file);
          String script =
              "touch -r \"$1\" \"$2\" && printf evil! 1<> \"$1\" && touch -r \"$2\" \"$1\"";
          String times = sandbox.outside("times").toString();
          assertThat(Opener.shell(script, other.toString(), times)).isEmpty();
          scanner.assertScanned(sandbox, file, "evil!");
        });
  }

  @Test
  void whoTruncatesWithoutOpeningIsNoticed() throws Throwable {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl");
    guarded(
        (sandbox, volume, scanner) -> {
          Path file = sandbox.guarded("clean");
          untilKept(sandbox, volume, file);
          String program = "truncate($ARGV[0], 2) or die $!";
          assertThat(Opener.run("/usr/bin/perl", "-e", program, file.toString())).isEmpty();
          scanner.assertScanned(sandbox, file, "cl");
        });
  }

  @Test
  void whatWasWrittenWhileNobodyWasAttachedIsScanned() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10);
          Path file = sandbox.guarded("clean");
          try (FanotifyVolume volume = FanotifyVolume.open(sandbox.directory(), options)) {
            RecallingScanner scanner = new RecallingScanner();
            var attachment = volume.attach("1", scanner);
            untilKept(sandbox, volume, file);
            attachment.close();
            assertThat(Opener.shell(": <> \"$1\"", file.toString())).isEmpty();
            volume.attach("1", scanner);
            scanner.assertScanned(sandbox, file, "clean");
          }
        });
  }

  /** The only worker is busy until the writer's time has run out, and it is allowed by default. */
  @Test
  void aWriterThatNobodyLookedAtInTimeIsNoticed() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          FanotifyOptions options =
              Sandbox.options(true, Duration.ofSeconds(3)).withWorkers(1).withCachedVerdicts(10);
          RecallingScanner scanner = new RecallingScanner();
          Path file = sandbox.guarded("clean");
          CountDownLatch busy = new CountDownLatch(1);
          CountDownLatch written = new CountDownLatch(1);
          try (FanotifyVolume volume = sandbox.volume(options, scanner)) {
            untilKept(sandbox, volume, file);
            scanner.meanwhile = () -> holdUp(busy, written);
            Opener other = Opener.start("cat", sandbox.guarded("bad").toString());
            busy.await();
            assertThat(Opener.shell(": <> \"$1\"", file.toString())).isEmpty();
            scanner.meanwhile = () -> {};
            written.countDown();
            assertThat(other.output()).isEqualTo("bad");
            scanner.assertScanned(sandbox, file, "clean");
          }
        });
  }

  private static void holdUp(CountDownLatch reached, CountDownLatch end) {
    reached.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutBeingToldAVolumeKeepsNothing() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          RecallingScanner scanner = new RecallingScanner();
          try (FanotifyVolume volume = sandbox.volume(Sandbox.options(), scanner)) {
            scanner.assertScanned(sandbox, sandbox.guarded("clean"), "clean");
            assertThat(volume.cacheCounters().hits()).isZero();
          }
        });
  }

  @Test
  void aFileSystemThatWasNotTriedIsRefused() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          Path directory = sandbox.elsewhere();
          assertThat(Mounts.mount("test", directory.toString(), "ramfs", 0, "")).isZero();
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10);
          assertThatThrownBy(() -> FanotifyVolume.open(directory, options))
              .isInstanceOfSatisfying(
                  FilterPortException.class,
                  e -> assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED))
              .hasMessageContaining("ext4");
          Mounts.unmount(directory.toString(), Mounts.MNT_DETACH);
        });
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volume.ByteRange;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access to the content of open files, where the kernel asks about it. */
class ContentAccessTest {
  private static final int PAGE = 4096;
  private static final FanotifyOptions WITH_ACCESS = Sandbox.options().withAccess();

  @TempDir Path mount;

  private interface Body {
    void run(Sandbox sandbox) throws Exception;
  }

  /** Skips where the kernel is too old. */
  private void onExt4(Body body) throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          assumeAccess(sandbox);
          body.run(sandbox);
        });
  }

  private static void assumeAccess(Sandbox sandbox) {
    try {
      FanotifyVolume.open(sandbox.directory(), WITH_ACCESS).close();
    } catch (FilterPortException e) {
      assumeFalse(e.status().equals(NtStatus.NOT_SUPPORTED), e.getMessage());
      throw e;
    }
  }

  private static Verdict denyBadAccess(FileOperation operation) throws IOException {
    return operation.kind() == Kind.ACCESS ? Sandbox.denyBad(operation) : Verdict.ALLOW;
  }

  @Test
  void whatWasOpenedIsNotReadIfAFilterDeniesThat() throws Throwable {
    onExt4(
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(WITH_ACCESS, ContentAccessTest::denyBadAccess)) {
            assertThat(volume.capabilities()).isEqualTo(Set.of(Kind.OPEN, Kind.EXEC, Kind.ACCESS));
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            String bad = sandbox.guarded("bad").toString();
            assertThat(Opener.shell("exec 3< \"$1\" && echo opened && cat <&3", bad))
                .startsWith("opened")
                .contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().denied()).isPositive();
          }
          assertThat(sandbox.cat(sandbox.guarded("bad"))).isEqualTo("bad");
        });
  }

  /** His own lease is in the way of the open with which the kernel hands over the file. */
  @Test
  void whoHoldsAWriteLeaseReadsNothingUnderItAndNobodyWaits() throws Throwable {
    onExt4(
        sandbox -> {
          try (FanotifyVolume volume =
                  sandbox.volume(WITH_ACCESS, ContentAccessTest::denyBadAccess);
              WriteLease lease = WriteLease.on(sandbox.guarded("clean"))) {
            assertThat(volume).isNotNull();
            assertThat(lease.failureToRead()).isEqualTo(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
          }
        });
  }

  @Test
  void whatBecameBadWhileItWasOpenIsNotReadEither() throws Throwable {
    onExt4(
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume(WITH_ACCESS, Sandbox::denyBad)) {
            String file = sandbox.guarded("clean").toString();
            String script = "exec 3<> \"$1\" && printf bad >&3 && truncate -s 3 \"$1\"; cat <&3";
            assertThat(Opener.shell(script, file)).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().allowed()).isPositive();
          }
        });
  }

  private static Verdict recorded(Queue<ByteRange> ranges, FileOperation operation) {
    assertThat(operation.range().isPresent()).isEqualTo(operation.kind() == Kind.ACCESS);
    operation.range().ifPresent(ranges::add);
    return Verdict.ALLOW;
  }

  @Test
  void aCallbackSeesWhichBytesAreUsed() throws Throwable {
    onExt4(
        sandbox -> {
          Path file = sandbox.guarded("pages");
          Files.write(file, new byte[4 * PAGE]);
          Queue<ByteRange> ranges = new ConcurrentLinkedQueue<>();
          try (FanotifyVolume volume =
              sandbox.volume(WITH_ACCESS, operation -> recorded(ranges, operation))) {
            String dd = "dd bs=4096 count=1 status=none ";
            Opener.shell(dd + "skip=2 if=\"$1\" of=/dev/null", file.toString());
            assertThat(ranges).containsExactly(new ByteRange(2 * PAGE, PAGE));
            ranges.clear();
            Opener.shell(dd + "seek=1 conv=notrunc if=/dev/zero of=\"$1\"", file.toString());
            assertThat(ranges).containsExactly(new ByteRange(PAGE, PAGE));
            ranges.clear();
            Opener.shell("truncate -s 5000 \"$1\"", file.toString());
            assertThat(ranges).extracting(ByteRange::offset).containsExactly((long) PAGE);
            assertThat(volume.counters().failed()).isZero();
          }
        });
  }

  @Test
  void whatWasOpenBeforeTheVolumeIsNotAskedAbout() throws Throwable {
    onExt4(
        sandbox -> {
          String bad = sandbox.guarded("bad").toString();
          Opener opener = Opener.startShell("exec 3< \"$1\"; echo open; read go; cat <&3", bad);
          assertThat(opener.line()).isEqualTo("open");
          try (FanotifyVolume volume =
              sandbox.volume(WITH_ACCESS, ContentAccessTest::denyBadAccess)) {
            opener.tell("go");
            assertThat(opener.output()).isEqualTo("bad");
            assertThat(volume.counters().asked()).isZero();
          }
        });
  }

  @Test
  void withoutTheOptionAnOpenIsAllThatIsAskedAbout() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            assertThat(volume.capabilities()).isEqualTo(Set.of(Kind.OPEN, Kind.EXEC));
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.counters().asked()).isEqualTo(1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"TMPFS", "OVERLAY"})
  void whereTheKernelDoesNotAskAboutItTheVolumeDoesNotOpen(Sandbox.On fileSystem) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox ->
            assertThatThrownBy(() -> FanotifyVolume.open(sandbox.directory(), WITH_ACCESS))
                .isInstanceOfSatisfying(
                    FilterPortException.class,
                    e -> {
                      assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
                      assertThat(e.what()).contains("access");
                      assertThat(e.advice()).contains("ext4");
                    }));
  }

  @Test
  void anOverlayGuardsOpensAndTellsNothing() throws Throwable {
    Sandbox.run(
        Sandbox.On.OVERLAY,
        mount,
        sandbox -> {
          try (FanotifyVolume volume = sandbox.volume()) {
            assertThat(volume.capabilities()).isEqualTo(Set.of(Kind.OPEN, Kind.EXEC));
            assertThat(volume.reports()).isEmpty();
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            volume.attach("2", Sandbox::denyBad, (operation, status) -> {});
          }
        });
  }
}

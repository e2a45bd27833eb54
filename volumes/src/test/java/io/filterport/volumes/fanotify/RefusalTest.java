package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorLimit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a volume refuses to guard, and what it says then. */
class RefusalTest {
  @TempDir Path mount;

  private static FilterPortException refusal(Path directory) {
    return assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(() -> FanotifyVolume.open(directory, Sandbox.options()))
        .actual();
  }

  @Test
  void whatThisProcessNeedsItselfIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          for (String needed : new String[] {"/", System.getProperty("java.home")}) {
            FilterPortException refusal = refusal(Path.of(needed));
            assertThat(refusal.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
            assertThat(refusal.what()).contains(needed, "same file system");
            assertThat(refusal.advice()).contains("file system of its own");
          }
        });
  }

  @Test
  void theDirectoryForTemporaryFilesIsNotGuarded() throws Throwable {
    String before = System.getProperty("java.io.tmpdir");
    Sandbox.run(
        mount,
        sandbox -> {
          System.setProperty("java.io.tmpdir", sandbox.elsewhere().toString());
          try {
            assertThat(refusal(sandbox.directory()).what())
                .contains("temporary files", sandbox.elsewhere().toString());
          } finally {
            System.setProperty("java.io.tmpdir", before);
          }
        });
  }

  @Test
  void aPlaceOfThisProgramIsNotGuarded() throws Throwable {
    String before = System.getProperty("java.class.path");
    Sandbox.run(
        mount,
        sandbox -> {
          System.setProperty("java.class.path", "/nowhere:" + sandbox.outside("clean"));
          try {
            assertThat(refusal(sandbox.directory()).what()).contains("the program");
          } finally {
            System.setProperty("java.class.path", before);
          }
        });
  }

  @Test
  void whereTheJvmWouldWriteItsDumpsIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          String guarded = sandbox.directory().toString();
          for (String option :
              new String[] {
                "-XX:HeapDumpPath=" + guarded,
                "-XX:ErrorFile=" + guarded + "/later/hs_err_%p.log",
                "-XX:StartFlightRecording=name=a,filename=" + sandbox.outside("b.jfr"),
              }) {
            List<String> command = ChildPrograms.command(HangingListener.class);
            command.add(1, option);
            command.add(guarded);
            assertThat(Opener.run(command.toArray(String[]::new)))
                .contains("on the same file system as files of " + option.substring(0, 16));
          }
        });
  }

  @Test
  void theWorkingDirectoryIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          List<String> command = new ArrayList<>(List.of("env", "-C"));
          command.add(sandbox.elsewhere().toString());
          command.addAll(List.of(HangingListener.command(sandbox.directory())));
          assertThat(Opener.run(command.toArray(String[]::new)))
              .contains("as the working directory " + sandbox.elsewhere(), "such as /");
        });
  }

  /** What the kernel says is covered for this test alone; nobody's core dumps go there. */
  @Test
  void whatTheKernelOpensForACoreDumpIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path pattern = Files.writeString(sandbox.elsewhere().resolve("pattern"), "");
          String kernels = "/proc/sys/kernel/core_pattern";
          String bound = Opener.shell("mount --bind \"$1\" \"$2\"", pattern.toString(), kernels);
          assertThat(bound).isEmpty();
          try {
            assertRefusedForCores(sandbox, pattern, "|%s/take %%P", "the program that takes");
            assertRefusedForCores(sandbox, pattern, "%s/core.%%p", "core dumps,");
          } finally {
            Opener.shell("umount \"$1\"", kernels);
          }
        });
  }

  private static void assertRefusedForCores(Sandbox sandbox, Path pattern, String text, String what)
      throws IOException {
    Files.writeString(pattern, text.formatted(sandbox.elsewhere()));
    assertThat(refusal(sandbox.directory()).what())
        .contains("on the same file system as " + what, sandbox.elsewhere().toString());
    assertThat(CoreDumps.now().lieBeside(sandbox.directory())).isTrue();
    assertThat(CoreDumps.now().lieBeside(Path.of("/"))).isFalse();
  }

  @Test
  void coreDumpsOpenTheirProgramOrTheirFile() {
    assertThat(new CoreDumps("|/lib/take %P %u").opened()).contains(Path.of("/lib/take"));
    assertThat(new CoreDumps("/cores/core.%p").opened()).contains(Path.of("/cores/core.%p"));
    assertThat(new CoreDumps("core").opened()).contains(Path.of("core"));
    assertThat(new CoreDumps("@/run/take.sock").opened()).isEmpty();
    assertThat(new CoreDumps("").opened()).isEmpty();
  }

  /** It goes there if it cannot write elsewhere, whatever Java takes for the place. */
  @Test
  void whereTheJvmReportsAnErrorAtLastIsNotGuarded() throws Throwable {
    String before = System.getProperty("java.io.tmpdir");
    Sandbox.run(
        mount,
        sandbox -> {
          System.setProperty("java.io.tmpdir", "/");
          String bound = "mount --bind \"$1\" /mnt && mount --bind /mnt/elsewhere /tmp";
          try {
            assertThat(Opener.shell(bound, sandbox.elsewhere().getParent().toString())).isEmpty();
            assertThat(refusal(Path.of("/mnt/guarded")).what())
                .contains("error reports of the JVM, /tmp");
          } finally {
            System.setProperty("java.io.tmpdir", before);
            Opener.shell("umount /tmp /mnt");
          }
        });
  }

  @Test
  void optionsOfTheJvmComeFromTheEnvironmentToo() {
    assertThat(
            JvmOptions.of(
                    Stream.of("java", "-Xlog:gc:file=/a/b.log:time", "--volume=/x", "-XX:+UseZGC"),
                    Map.of("JAVA_TOOL_OPTIONS", "-Da=/b -XX:ErrorFile=/c", "PATH", "-XX:a=/d"))
                .flatMap(JvmOptions::paths))
        .containsExactly(Path.of("/a/b.log"), Path.of("/c"));
  }

  @Test
  void optionsOfTheJvmComeFromFilesToo() throws IOException {
    Path launchers = Files.writeString(mount.resolve("arguments"), "-ea '-XX:ErrorFile=/a'\n");
    Path jvms = Files.writeString(mount.resolve("options"), "-XX:HeapDumpPath=/b");
    assertThat(
            JvmOptions.of(
                    Stream.of("java", "@" + launchers, "-XX:VMOptionsFile=" + jvms, "@none"),
                    Map.of())
                .flatMap(JvmOptions::paths))
        .contains(Path.of("/a"), Path.of("/b"));
  }

  @Test
  void aFileOfFlagsHasOptionsByTheirNamesAlone() throws IOException {
    Path flags = Files.writeString(mount.resolve("flags"), "HeapDumpPath=/a\n+UseZGC\n");
    assertThat(
            JvmOptions.of(Stream.of("java", "-XX:Flags=" + flags), Map.of())
                .flatMap(JvmOptions::paths))
        .contains(Path.of("/a"));
  }

  @Test
  void anArgumentThatOnlyLooksLikeAFileOfOptionsIsNone() {
    assertThat(JvmOptions.of(Stream.of("@/dev/zero", "@\0", "@"), Map.of())).isEmpty();
  }

  @Test
  void whereThisProcessWritesIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          for (Path log : new Path[] {sandbox.guarded("host.log"), sandbox.outside("host.log")}) {
            try (OutputStream open = Files.newOutputStream(log)) {
              assertRefusedFor(sandbox, log.toString());
              Files.delete(log);
              assertRefusedFor(sandbox, log + " (deleted)");
              open.write(0);
            }
          }
        });
  }

  private static void assertRefusedFor(Sandbox sandbox, String file) {
    FilterPortException refusal = refusal(sandbox.directory());
    assertThat(refusal.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
    assertThat(refusal.what()).endsWith("what this process writes to, " + file);
    assertThat(refusal.advice()).contains("output", "another file system");
  }

  @Test
  void whereThisProcessOnlyReadsIsGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (InputStream open = Files.newInputStream(sandbox.guarded("clean"));
              FanotifyVolume volume = sandbox.volume()) {
            assertThat(open.readAllBytes()).hasSize(5);
            assertThat(sandbox.cat(sandbox.guarded("bad"))).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.counters().denied()).isEqualTo(1);
          }
        });
  }

  @Test
  void aDirectoryThatIsNoneIsNotGuarded() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          for (String name : new String[] {"nothing", "clean"}) {
            FilterPortException refusal = refusal(sandbox.guarded(name));
            assertThat(refusal.status()).isEqualTo(NtStatus.OBJECT_PATH_NOT_FOUND);
            assertThat(refusal.what()).contains(name);
          }
        });
  }

  @Test
  void tooFewDescriptorsAreRefusedAndFewMeanFewInFlight() {
    FanotifyOptions options = Sandbox.options().withWorkers(4).withMaxInFlight(500);
    assertThatThrownBy(() -> Capacity.of(options, 47))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> assertThat(e.status()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES))
        .hasMessageContaining("guarding files with 47 descriptors")
        .hasMessageContaining("ulimit -n");
    assertThat(Capacity.of(options, 48)).isEqualTo(new Capacity(1, 1, 0));
    assertThat(Capacity.of(options, 992)).isEqualTo(new Capacity(415, 59, 0));
    assertThat(Capacity.of(options, 1 << 20)).isEqualTo(new Capacity(500, 2048, 0));
  }

  @Test
  void volumesShareWhatTheLimitLeaves() {
    assertThat(DescriptorBudget.left(new DescriptorLimit(0, 1024, 1024), 0)).isEqualTo(704);
    assertThat(DescriptorBudget.left(new DescriptorLimit(0, 1024, 1024), 700)).isEqualTo(4);
    assertThat(DescriptorBudget.left(new DescriptorLimit(0, -1, -1), 0)).isEqualTo(65_216);
    assertThat(DescriptorBudget.share(704)).isEqualTo(352);
    assertThat(DescriptorBudget.share(300)).isEqualTo(256);
    assertThat(DescriptorBudget.share(255)).isEqualTo(255);
    FanotifyOptions large = Sandbox.options().withMaxInFlight(65_536);
    Deque<DescriptorBudget> taken = new ArrayDeque<>();
    try {
      assertThatThrownBy(() -> takeAll(large, taken))
          .isInstanceOf(FilterPortException.class)
          .hasMessageContaining("fewer volumes");
      assertThat(taken).as("what asks for more than there is").hasSizeGreaterThan(1);
    } finally {
      taken.forEach(DescriptorBudget::giveBack);
    }
    DescriptorBudget again = DescriptorBudget.take(large);
    again.giveBack();
    assertThat(again.capacity()).isEqualTo(taken.getFirst().capacity());
  }

  @Test
  void allVolumesCanBeReplacedAtOnceByAsManyWithAsMuch() {
    long all = 65_216;
    for (int volumes : new int[] {1, 2, 6, 64}) {
      long each = DescriptorBudget.planned(all, 0, volumes, 0);
      long used = volumes * each;
      assertThat(DescriptorBudget.planned(all - used, used, volumes, 0)).isEqualTo(each);
    }
    assertThat(Capacity.of(Sandbox.options(), DescriptorBudget.planned(all, 0, 1, 0)).inFlight())
        .isEqualTo(8192);
    assertThat(Capacity.of(Sandbox.options(), DescriptorBudget.planned(all, 0, 64, 0)).inFlight())
        .isGreaterThan(190);
  }

  @Test
  void whoJoinsVolumesWithMoreLeavesRoomToReplaceAllOfThem() {
    long all = 65_216;
    long two = 2 * DescriptorBudget.planned(all, 0, 2, 0);
    long each = DescriptorBudget.planned(all - two, 0, 48, 2);
    long left = all - two - 48 * each;
    assertThat(each).isGreaterThan(300);
    assertThat(DescriptorBudget.planned(left, all - left, 50, 0)).isGreaterThanOrEqualTo(each);
  }

  @Test
  void soFewThatAReloadCouldNotReplaceThemAreUsedNow() {
    assertThat(DescriptorBudget.planned(128, 0, 1, 0)).isEqualTo(64);
    assertThat(DescriptorBudget.planned(100, 0, 1, 0)).isEqualTo(64);
    assertThat(DescriptorBudget.planned(60, 0, 1, 0)).isEqualTo(60);
    assertThat(DescriptorBudget.planned(100, 0, 2, 0)).isEqualTo(50);
  }

  private static void takeAll(FanotifyOptions options, Deque<DescriptorBudget> taken) {
    while (taken.add(DescriptorBudget.take(options))) {}
  }

  @Test
  void withoutThePrivilegeTheProbeSaysWhatIsMissing() throws Exception {
    assumeTrue(FanotifySupport.probe().available(), "not privileged anyway");
    String[] command = ProbeProgram.command("setpriv", "--bounding-set", "-sys_admin");
    assertThat(Opener.run(command)).startsWith("false").contains("CAP_SYS_ADMIN");
  }

  @Test
  void withoutThePrivilegeAVolumeSaysSo() {
    FilterPortException refusal = FanotifySupport.refusal("guarding", -1);
    assertThat(refusal.status()).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
    assertThat(refusal.what()).contains("EPERM");
    assertThat(refusal.advice()).contains("CAP_SYS_ADMIN");
  }
}

package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.PidFd;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that a host's or a service's own process opens on the guarded file system while it guards:
 * it does not wait for itself. {@link RefusalTest} shows what is refused before.
 */
class OwnFilesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long NOBODY = 65_534;
  private static final Duration SHORT = Duration.ofMillis(500);

  /** A watchdog inside could stand still with it. */
  private static final String LEASHED =
      "(sleep 60; grep -q HeldHost /proc/$$/cmdline && kill -9 $$) </dev/null >/dev/null 2>&1 &"
          + " exec \"$@\"";

  @TempDir Path mount;
  @TempDir Path place;

  /** {@return a directory with a class that nobody has loaded} */
  private static Path classDirectory(Path root) throws IOException {
    Path target = root.resolve(LoadedLate.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(target.getParent());
    try (InputStream content =
        Objects.requireNonNull(LoadedLate.class.getResourceAsStream("LoadedLate.class"))) {
      Files.copy(content, target);
    }
    return root;
  }

  @Test
  void aCallbackLoadsClassesFromAGuardedDirectory() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          URL[] classes = {classDirectory(sandbox.guarded("classes")).toUri().toURL()};
          try (URLClassLoader loader = new URLClassLoader(classes, null);
              FanotifyVolume volume =
                  sandbox.volume(Sandbox.options(), operation -> load(loader))) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().exempt()).isPositive();
          }
        });
  }

  private static Verdict load(ClassLoader loader) throws IOException {
    try {
      Class<?> ignored = Class.forName(LoadedLate.class.getName(), true, loader);
      return Verdict.ALLOW;
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aHostWritesRotatesAndMakesTemporaryFilesThere() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.options(), operation -> writeAll(sandbox))) {
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.counters().failed()).isZero();
            assertThat(volume.eventCounters().exempt()).isPositive();
          }
        });
  }

  private static Verdict writeAll(Sandbox sandbox) throws IOException {
    Path log = Files.writeString(sandbox.guarded("host.log"), "line");
    Files.move(log, sandbox.guarded("old.log"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(log, "line");
    Files.delete(Files.createTempFile(sandbox.directory(), "t", ""));
    return Verdict.ALLOW;
  }

  @Test
  void aServiceLoadsClassesFromAGuardedDirectoryWhileItDecides() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path classes = classDirectory(sandbox.guarded("classes"));
          Opener service = Opener.start(LoadingService.command(classes.toUri()));
          int pidfd = PidFd.open((int) service.process().pid());
          try (FanotifyVolume volume =
              sandbox.volume(Sandbox.options(), operation -> ask(service))) {
            Exemption exemption = volume.exempt(service.process().pid(), pidfd);
            assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
            assertThat(volume.eventCounters().exempt()).isPositive();
            exemption.close();
          } finally {
            service.process().destroyForcibly().waitFor();
          }
        });
  }

  private static Verdict ask(Opener service) {
    service.tell("decide");
    return service.line().equals(LoadingService.LOADED) ? Verdict.ALLOW : Verdict.DENY;
  }

  /** Logs and recordings that an administrator asks for, in threads of the JVM that run alone. */
  @Test
  void theJvmOfAHostWritesLogsAndRecordingsThere() throws Throwable {
    held(
        LONG,
        (sandbox, holder, host) -> {
          holder.process().destroyForcibly().waitFor();
          assertThat(host.line()).isEqualTo(HeldHost.LOST);
          jcmd(host, "VM.log", "output=" + sandbox.guarded("gc.log"), "what=gc");
          jcmd(host, "VM.log", "rotate");
          jcmd(host, "JFR.start", "name=r");
          jcmd(host, "JFR.dump", "name=r", "filename=" + sandbox.guarded("r.jfr"));
          assertThat(sandbox.guarded("gc.log")).exists();
          assertThat(sandbox.guarded("r.jfr")).isNotEmptyFile();
          assertThat(sandbox.cat(sandbox.guarded("clean"))).isEqualTo("clean");
        });
  }

  /** The JVM opens that file while its threads stand still, the reader of events included. */
  @Test
  void aHolderLetsAHeapDumpOfItsHostGoOn() throws Throwable {
    held(
        SHORT,
        (sandbox, holder, host) -> {
          jcmd(host, "GC.heap_dump", sandbox.guarded("heap.hprof").toString());
          assertThat(sandbox.guarded("heap.hprof")).isNotEmptyFile();
        });
  }

  /** Every open there is an event, also its own, and its own are counted. */
  @Test
  void aVolumeOpensNothingByItself() throws Throwable {
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          Path other = Files.createLink(sandbox.guarded("link"), sandbox.guarded("other"));
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), everything(sandbox))) {
            volume.attach("1", new RecallingScanner(), (operation, status) -> {});
            while (volume.cacheCounters().marksSet() == 0) {
              openAll(sandbox, other);
              assertThat(volume.eventCounters().exempt()).isZero();
            }
            assertThat(volume.eventCounters().excluded()).isPositive();
            assertThat(volume.eventCounters().outside()).isPositive();
            assertThat(volume.reportCounters().told()).isPositive();
          }
        });
  }

  private static FanotifyOptions everything(Sandbox sandbox) {
    return Sandbox.options()
        .withCachedVerdicts(10)
        .withKernelMarks(10)
        .withSelection(
            new Selection(
                List.of(sandbox.directory() + "**"),
                List.of("**/left"),
                Set.of(NOBODY),
                Set.of(Selection.Type.values())));
  }

  private static void openAll(Sandbox sandbox, Path link) {
    sandbox.cat(link);
    sandbox.cat(sandbox.guarded("clean"));
    sandbox.cat(sandbox.guarded("bad"));
    sandbox.cat(sandbox.outside("clean"));
    Opener.shell("ls \"$1\"; : > \"$1\"/left; rm \"$1\"/left", sandbox.directory().toString());
    Opener.run("setpriv", "--reuid=" + NOBODY, "cat", sandbox.guarded("clean").toString());
  }

  /**
   * As above: the collection is logged where it happens, and a log that is full is rotated there.
   */
  @Test
  void aHolderLetsAFullLogOfTheHostsCollectorGoOn() throws Throwable {
    held(
        SHORT,
        (sandbox, holder, host) -> {
          String log = sandbox.guarded("gc.log").toString();
          jcmd(host, "VM.log", "output=" + log, "what=gc*=debug", "output_options=filesize=1k");
          while (!Files.exists(sandbox.guarded("gc.log.0"))) {
            jcmd(host, "GC.run");
          }
          assertThat(sandbox.cat(sandbox.guarded("other"))).isNotEqualTo("");
        });
  }

  private interface Body {
    void play(Sandbox sandbox, Opener holder, Opener host) throws Exception;
  }

  private void held(Duration limit, Body body) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path socket = place.resolve("hold");
          Opener holder = Opener.start(HolderProgram.command(socket));
          assertThat(holder.line()).isEqualTo(HolderProgram.READY);
          HeldHost.Terms terms = new HeldHost.Terms(limit, false, true, false);
          Opener host =
              Opener.startShell(LEASHED, HeldHost.command(sandbox.directory(), socket, terms));
          try {
            assertThat(host.line()).isEqualTo(HeldHost.READY);
            body.play(sandbox, holder, host);
          } finally {
            host.process().destroyForcibly().waitFor();
            holder.process().destroyForcibly().waitFor();
          }
        });
  }

  private static void jcmd(Opener host, String... order) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(host.process().pid()));
    command.addAll(List.of(order));
    assertThat(Opener.run(command.toArray(String[]::new))).doesNotContain("Exception");
  }
}

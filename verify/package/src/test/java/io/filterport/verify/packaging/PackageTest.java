package io.filterport.verify.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the Debian package")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class PackageTest {
  private static final Path TREE = Path.of("../..").toAbsolutePath().normalize();
  private static final Path MODULE = TREE.resolve("verify/package");
  private static final String CLEAN = "harmless";
  private static final String INFECTED = "some forbidden words";

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)[)#]");

  @TempDir private static Path directory;
  private static Path debianPackage = Path.of("none");

  @BeforeAll
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  static void make() throws Exception {
    assumeTrue(run("id", "-u").equals("0\n"), "only root can install a package");
    assumeTrue(
        has("dpkg-deb") && has("unshare") && has("setpriv"),
        "dpkg-deb, unshare or setpriv is not installed");
    assumeTrue(
        Files.readString(Path.of("/proc/filesystems")).contains("overlay"),
        "this kernel has no overlay file system");
    debianPackage = pack(directory, System.getProperty("java.io.tmpdir"));
  }

  /** Makes it in stages below a directory of temporary files. */
  private static Path pack(Path target, String temporary) throws Exception {
    String path =
        run(
            "env",
            "TMPDIR=" + temporary,
            TREE.resolve("build/package.sh").toString(),
            target.toString(),
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=io.filterport.linux",
            "--module-path=" + TREE.resolve("cli/target/lib"),
            "--module=io.filterport.cli/io.filterport.cli.Main");
    return Path.of(path.strip());
  }

  private static boolean has(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static String run(String... command) throws Exception {
    Path out = Files.createTempFile("package-test", ".out");
    Path err = Files.createTempFile("package-test", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int code = process.waitFor();
      String both = Files.readString(out) + Files.readString(err);
      assertThat(code).as(String.join(" ", command) + "\n" + both).isZero();
      return Files.readString(out);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String play(Path script) throws Exception {
    return run(
        MODULE.resolve("scene.sh").toString(),
        debianPackage.toString(),
        script.toString(),
        MODULE.resolve("target/test-classes").toString());
  }

  @Test
  @DisplayName("is the same byte by byte, on whatever file system it is made")
  void bytes() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/shm")), "there is no other file system");
    Path again = pack(directory.resolve("again"), "/dev/shm");
    assertThat(Files.mismatch(debianPackage, again)).isEqualTo(-1);
  }

  @Test
  @DisplayName("is installed, starts by its units, guards, survives its host's death, and is gone")
  void life() throws Exception {
    String out = play(MODULE.resolve("life.sh"));
    assertThat(out).endsWith("the life of the package is over\n");
    out.lines().filter(line -> line.startsWith("SKIPPED")).forEach(System.out::println);
  }

  /** In life.sh, systemd would have to be there for everything. */
  @Test
  @DisplayName("has units that systemd finds nothing wrong with")
  void units() throws Exception {
    assumeTrue(has("systemd-analyze"), "systemd-analyze is not installed");
    String script =
        """
        dpkg -i filterport_*.deb >/run/dpkg.log
        systemd-analyze verify --man=no /usr/lib/systemd/system/filterport{,-scan}.service 2>&1
        """;
    assertThat(play(Files.writeString(directory.resolve("units.sh"), script))).isEmpty();
  }

  @Test
  @DisplayName("has every page of docs, and no link of theirs leads to what it has not")
  void pages() throws Exception {
    String unpack =
        "dpkg-deb --fsys-tarfile '" + debianPackage + "' | tar -xC '" + directory + "' ";
    run("sh", "-c", unpack + "./usr/share/doc/filterport");
    Path pages = directory.resolve("usr/share/doc/filterport");
    try (Stream<Path> all = Files.list(TREE.resolve("docs"))) {
      assertThat(all.filter(Files::isRegularFile).map(Path::getFileName).map(pages::resolve))
          .isNotEmpty()
          .allMatch(Files::exists);
    }
    try (Stream<Path> all = Files.list(pages)) {
      assertThat(all.flatMap(PackageTest::links)).isNotEmpty().allMatch(Files::exists);
    }
  }

  /** {@return where the page's links lead, but for those into the network and within the page} */
  private static Stream<Path> links(Path page) {
    try {
      return LINK.matcher(Files.readString(page))
          .results()
          .map(link -> page.resolveSibling(link.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("docs/five-minutes.md does what it says, and its commands print what it shows")
  void fiveMinutes() throws Exception {
    String out = play(Page.read(TREE.resolve("docs/five-minutes.md")));
    assertThat(out.lines().filter(List.of(CLEAN, INFECTED)::contains))
        .as("what was opened, in this order:\n" + out)
        .containsExactly(CLEAN, CLEAN, INFECTED, INFECTED);
  }

  @Test
  @DisplayName("docs/troubleshooting.md does what it says, and its commands print what it shows")
  void troubleshooting() throws Exception {
    play(Page.read(TREE.resolve("docs/troubleshooting.md")));
  }

  @Test
  @DisplayName("docs/operations.md does what it says, and its commands print what it shows")
  void operations() throws Exception {
    play(Page.read(TREE.resolve("docs/operations.md")));
  }

  private static String play(Page page) throws Exception {
    assertThat(page.steps()).hasSizeGreaterThan(5);
    String out = play(Files.writeString(directory.resolve("page.sh"), page.script()));
    page.requireShown(out);
    assertThat(out).endsWith("the page ends\n");
    return out;
  }
}

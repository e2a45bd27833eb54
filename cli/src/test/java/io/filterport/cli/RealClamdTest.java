package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.Content;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.scanner.engine.ClamdEngine;
import io.filterport.scanner.engine.ClamdOptions;
import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.EngineUnavailableException;
import io.filterport.scanner.engine.ScanResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the engine clamd, with ClamAV's own clamd")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RealClamdTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORKERS = 4;
  private static final int MEBIBYTE = 1 << 20;
  private static final ScanResult INFECTED =
      ScanResult.infected(RealClamd.SIGNATURE, ScanResult.Infected.WHOLE);

  @TempDir private Path directory;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private ClamdEngine engine(RealClamd clamd) {
    return engine(ClamdOptions.of(clamd.socket, WORKERS));
  }

  private ClamdEngine engine(ClamdOptions options) {
    ClamdEngine engine = new ClamdEngine(options, told::add);
    engine.start();
    return engine;
  }

  private static ScanResult scan(ClamdEngine engine, byte[] bytes) throws IOException {
    return engine.scan(Content.of(bytes));
  }

  private static ScanResult scan(ClamdEngine engine, Path file) throws IOException {
    int fd = Fds.open(file.toString(), Fds.O_RDONLY);
    try (Content content = new DescriptorContent(fd, Files.size(file))) {
      return engine.scan(content);
    }
  }

  private static byte[] zip(byte[] content, int copies) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < copies; i++) {
        zip.putNextEntry(new ZipEntry("entry-" + i));
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("files, contents in memory and archives get clamd's verdict")
  void verdicts() throws Exception {
    Path file = Files.write(directory.resolve("file"), Eicar.testFile());
    Path clean = Files.writeString(directory.resolve("clean"), "nothing here");
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, file)).isEqualTo(INFECTED);
      assertThat(scan(engine, clean)).isEqualTo(ScanResult.clean());
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
      assertThat(scan(engine, new byte[0])).isEqualTo(ScanResult.clean());
      assertThat(scan(engine, zip(Eicar.testFile(), 1))).isEqualTo(INFECTED);
    }
    assertThat(told).isEmpty();
  }

  /** The signatures of this test are not ClamAV's, so they have no number. */
  @Test
  @DisplayName("clamd tells its version; without a number of the signatures no verdict is kept")
  void version() throws Exception {
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      String version = clamd.version();
      System.out.println("tested with " + version);
      assertThat(version).matches("ClamAV \\d+\\.\\d[^/]*");
      assertThat(engine.version()).isEmpty();
    }
  }

  @Test
  @DisplayName("clamd needs no right to the file")
  void privateFile() throws Exception {
    assumeTrue(Identity.effectiveUid() == 0, "only root can start clamd as another user");
    Path file = Files.write(directory.resolve("file"), Eicar.testFile());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, file)).isEqualTo(INFECTED);
    }
  }

  @Test
  @DisplayName("what is no regular file has no verdict, and the session goes on")
  void noRegularFile() throws Exception {
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> scan(engine, directory))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(EngineUnavailableException.class)
            .hasMessageContaining("Not a regular file");
      }
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
    }
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("clamd calls clean what is too large for it; the engine's own limit does not")
  void tooLarge() throws Exception {
    byte[] large = Arrays.copyOf(Eicar.testFile(), 2 * MEBIBYTE);
    try (RealClamd clamd = RealClamd.start("MaxFileSize 1M")) {
      ClamdOptions options = ClamdOptions.of(clamd.socket, 1);
      try (ClamdEngine unlimited = engine(options);
          ClamdEngine engine = engine(options.withMaxFileBytes(MEBIBYTE))) {
        assertThat(scan(unlimited, large)).isEqualTo(ScanResult.clean());
        assertThatThrownBy(() -> scan(engine, large)).hasMessageContaining("1048576");
        assertThat(scan(engine, Arrays.copyOf(large, MEBIBYTE))).isEqualTo(INFECTED);
      }
    }
  }

  @Test
  @DisplayName("nor does clamd itself with AlertExceedsMax")
  void tooLargeIsTold() throws Exception {
    try (RealClamd clamd = RealClamd.start("MaxFileSize 1M", "AlertExceedsMax yes");
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, new byte[2 * MEBIBYTE]))
          .isEqualTo(ScanResult.infected("Heuristics.Limits.Exceeded.MaxFileSize", -1));
    }
  }

  @Test
  @DisplayName("several threads scan at once, each with its own verdict")
  void atOnce() throws Exception {
    try (RealClamd clamd = RealClamd.start("MaxThreads " + WORKERS);
        ClamdEngine engine = engine(clamd);
        ExecutorService threads = Executors.newFixedThreadPool(2 * WORKERS)) {
      var scans =
          IntStream.range(0, 400)
              .mapToObj(i -> threads.submit(() -> scan(engine, numbered(i)).equals(INFECTED)))
              .toList();
      for (int i = 0; i < scans.size(); i++) {
        assertThat(scans.get(i).get()).as("scan " + i).isEqualTo(i % 3 == 0);
      }
    }
    assertThat(told).isEmpty();
  }

  /** Every third one infected; each different, so that clamd knows none of them already. */
  private static byte[] numbered(int number) {
    byte[] eicar = Eicar.testFile();
    byte[] bytes = Arrays.copyOf(eicar, 1000);
    bytes[0] = number % 3 == 0 ? eicar[0] : 0;
    bytes[998] = (byte) number;
    bytes[999] = (byte) (number >> 8);
    return bytes;
  }

  @Test
  @DisplayName("a file that keeps clamd's only thread busy for seconds gets its verdict")
  void slow() throws Exception {
    byte[] random = new byte[1000];
    new Random(1).nextBytes(random);
    byte[] plain = new byte[20 * MEBIBYTE];
    for (int i = 0; i + random.length <= plain.length; i += random.length) {
      System.arraycopy(random, 0, plain, i, random.length);
    }
    byte[] slow = zip(plain, 15);
    try (RealClamd clamd =
            RealClamd.start("MaxThreads 1", "MaxScanSize 2000M", "MaxScanTime 60000");
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, slow)).isEqualTo(ScanResult.clean());
    }
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("a clamd that is stopped is given up, and asked again when it goes on")
  void stopped() throws Exception {
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
      clamd.stop();
      awaitGivenUp(engine);
      clamd.goOn();
      awaitVerdict(engine);
    }
    assertThat(told).hasSize(2);
  }

  @Test
  @DisplayName("and so is one that is killed and started again")
  void killed() throws Exception {
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
      clamd.kill();
      awaitGivenUp(engine);
      clamd.startAgain();
      awaitVerdict(engine);
    }
    assertThat(told).hasSize(2);
  }

  @Test
  @DisplayName("one that is started again meanwhile is asked as if nothing had been")
  void restarted() throws Exception {
    try (RealClamd clamd = RealClamd.start();
        ClamdEngine engine = engine(clamd)) {
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
      clamd.kill();
      clamd.startAgain();
      assertThat(scan(engine, Eicar.testFile())).isEqualTo(INFECTED);
    }
    assertThat(told).isEmpty();
  }

  private void awaitGivenUp(ClamdEngine engine) throws Exception {
    Eventually.holds(
        "clamd is given up",
        PATIENCE,
        () -> {
          assertThatThrownBy(() -> scan(engine, Eicar.testFile()))
              .isInstanceOf(EngineUnavailableException.class);
          return !told.isEmpty();
        });
  }

  private static void awaitVerdict(ClamdEngine engine) throws Exception {
    Eventually.holds(
        "clamd is asked again",
        PATIENCE,
        () -> {
          try {
            return scan(engine, Eicar.testFile()).equals(INFECTED);
          } catch (EngineUnavailableException e) {
            return false;
          }
        });
  }
}

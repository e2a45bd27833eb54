package io.filterport.scanner.engine;

import static io.filterport.scanner.engine.Engines.engine;
import static io.filterport.scanner.engine.Engines.found;
import static io.filterport.scanner.engine.Engines.scan;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternEngineTest {

  private static final int BORDER = Buffers.BUFFER_BYTES;
  private static final int MIB = 1024 * 1024;

  @TempDir private Path directory;

  @Test
  void findsSeveralSignaturesInOnePass() throws IOException {
    PatternEngine engine = engine("text A \"alpha\"", "text B \"beta\"", "bytes C 00ff00ff");
    assertThat(scan(engine, "xx beta alpha")).isEqualTo(found("B", 3));
    assertThat(scan(engine, "xx alpha beta")).isEqualTo(found("A", 3));
    assertThat(scan(engine, "\u00ff\u0000\u00ff\u0000\u00ff")).isEqualTo(found("C", 1));
    assertThat(scan(engine, "alph bet ALPHA")).isEqualTo(ScanResult.clean());
    assertThat(scan(engine, "")).isEqualTo(ScanResult.clean());
  }

  @Test
  void findsMatchesAtEveryPlaceAroundABufferBorder() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    for (int border : new int[] {BORDER, 2 * BORDER}) {
      for (int place = border - 69; place <= border + 1; place++) {
        SyntheticContent content = SyntheticContent.of(3 * BORDER, place, Eicar.testFile());
        assertThat(engine.scan(content)).isEqualTo(found(Eicar.NAME, place));
      }
    }
  }

  @Test
  void findsMatchesThatEndAtTheLastByte() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    for (int size = BORDER - 1; size <= BORDER + 69; size++) {
      SyntheticContent content = SyntheticContent.of(size, size - 68, Eicar.testFile());
      assertThat(engine.scan(content)).isEqualTo(found(Eicar.NAME, size - 68));
      content = SyntheticContent.of(size, size - 67, Eicar.testFile());
      assertThat(engine.scan(content)).as("cut off").isEqualTo(ScanResult.clean());
    }
  }

  @Test
  void findsMatchesInPiecesOfAnySize() throws IOException {
    PatternEngine engine = PatternEngine.builtIn();
    for (int piece = 1; piece <= 70; piece++) {
      var content = new SyntheticContent(300, 101, Eicar.testFile(), piece);
      assertThat(engine.scan(content)).isEqualTo(found(Eicar.NAME, 101));
    }
  }

  @Test
  void findsPatternsOfTheLargestSize() throws IOException {
    PatternEngine engine = engine("bytes A " + "ab".repeat(1023) + "cd");
    byte[] pattern = new byte[1024];
    Arrays.fill(pattern, (byte) 0xab);
    pattern[1023] = (byte) 0xcd;
    assertThat(engine.scan(SyntheticContent.of(2 * BORDER, BORDER - 500, pattern)))
        .isEqualTo(found("A", BORDER - 500));
  }

  @Test
  void scansLargeContentWithOneBuffer() throws IOException {
    PatternEngine engine = engine("text A \"some text\"", "sha256 B * " + "00".repeat(32));
    SyntheticContent clean = SyntheticContent.of(200L * MIB, 0, new byte[0]);
    assertThat(engine.scan(clean)).isEqualTo(ScanResult.clean());
    assertThat(clean.buffers).hasSize(1);
    assertThat(clean.largestBuffer).isEqualTo(BORDER);
  }

  @Test
  void offsetsGoBeyondTheRangeOfInt() throws IOException {
    long place = (1L << 31) + 3;
    SyntheticContent content = SyntheticContent.of(place + 70, place, Eicar.testFile());
    PatternEngine engine = PatternEngine.builtIn().withMaxFileBytes(content.size());
    assertThat(engine.scan(content)).isEqualTo(found(Eicar.NAME, place));
  }

  @Test
  void aSparseFileOfATerabyteIsNotReadForSoLong() {
    SyntheticContent content = SyntheticContent.of(1L << 40, 0, new byte[0]);
    assertThatThrownBy(() -> PatternEngine.builtIn().scan(content))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("1099511627776", "1073741824");
    assertThat(content.buffers).isEmpty();
  }

  @Test
  void whatHasAsManyBytesAsAreScannedIsScanned() throws IOException {
    PatternEngine engine = PatternEngine.builtIn().withMaxFileBytes(4);
    assertThat(scan(engine, "good")).isEqualTo(ScanResult.clean());
    assertThatThrownBy(() -> scan(engine, "good!")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> engine.withMaxFileBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scansFiles() throws IOException {
    Path file = Files.write(directory.resolve("eicar.com"), Eicar.testFile());
    try (Content content = Content.of(FileChannel.open(file))) {
      assertThat(PatternEngine.builtIn().scan(content)).isEqualTo(found(Eicar.NAME, 0));
      assertThat(PatternEngine.builtIn().scan(content)).as("again").isEqualTo(found(Eicar.NAME, 0));
    }
  }

  @Test
  void eightThreadsShareOneEngine() throws InterruptedException, ExecutionException, IOException {
    PatternEngine engine = engine("text A \"alpha\"", "sha256 B 100000 " + zeros(100_000));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> right = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread * 1_000;
        right.add(threads.submit(() -> rightVerdicts(engine, first)));
      }
      for (Future<Integer> count : right) {
        assertThat(count.get()).isEqualTo(300);
      }
    }
  }

  private static int rightVerdicts(PatternEngine engine, int first) throws IOException {
    int right = 0;
    for (int place = first; place < first + 100; place++) {
      SyntheticContent infected =
          SyntheticContent.of(100_000, 60_000 + place, "alpha".getBytes(US_ASCII));
      right += engine.scan(infected).equals(found("A", 60_000 + place)) ? 1 : 0;
      SyntheticContent known = SyntheticContent.of(100_000, 0, new byte[0]);
      right += engine.scan(known).equals(found("B", ScanResult.Infected.WHOLE)) ? 1 : 0;
      SyntheticContent clean = SyntheticContent.of(100_001, 0, new byte[0]);
      right += engine.scan(clean).equals(ScanResult.clean()) ? 1 : 0;
    }
    return right;
  }

  private static String zeros(int size) {
    return Engines.sha256(new byte[size]);
  }

  @Test
  void versionDependsOnSignaturesOnly() throws IOException {
    String version = engine("text A \"abcd\"", "text B \"efgh\"").version();
    assertThat(version).matches("[0-9a-f]{16}");
    assertThat(engine("# c", "bytes A 61 62 63 64 # c", "text B \"efgh\"").version())
        .isEqualTo(version);
    assertThat(
            List.of(
                PatternEngine.builtIn().version(),
                engine("text A \"abcd\"").version(),
                engine("text B \"efgh\"", "text A \"abcd\"").version(),
                engine("text A \"abce\"", "text B \"efgh\"").version(),
                engine("text C \"abcd\"", "text B \"efgh\"").version()))
        .doesNotHaveDuplicates()
        .doesNotContain(version);
    assertThat(PatternEngine.builtIn().name()).isEqualTo("patterns");
  }
}

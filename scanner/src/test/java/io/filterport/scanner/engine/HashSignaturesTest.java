package io.filterport.scanner.engine;

import static io.filterport.scanner.engine.Engines.engine;
import static io.filterport.scanner.engine.Engines.found;
import static io.filterport.scanner.engine.Engines.scan;
import static io.filterport.scanner.engine.Engines.sha256;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashSignaturesTest {

  private static final long WHOLE = ScanResult.Infected.WHOLE;
  private static final byte[] ABC = "abc".getBytes(US_ASCII);

  /** The first example of the standard, FIPS 180-2. */
  private static final String ABC_DIGEST =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void findsWholeContentsOfTheSizeGiven() throws IOException {
    PatternEngine engine = engine("sha256 A 3 " + ABC_DIGEST);
    assertThat(scan(engine, ABC)).isEqualTo(found("A", WHOLE));
    assertThat(scan(engine, "abd")).isEqualTo(ScanResult.clean());
    assertThat(scan(engine, "abcabc")).isEqualTo(ScanResult.clean());
  }

  @Test
  void aDigestOfAnotherSizeIsNotFound() throws IOException {
    assertThat(scan(engine("sha256 A 4 " + ABC_DIGEST), ABC)).isEqualTo(ScanResult.clean());
  }

  @Test
  void anySizeFitsAndTheExactSizeIsNamedFirst() throws IOException {
    String any = "sha256 Any * " + ABC_DIGEST;
    assertThat(scan(engine(any), ABC)).isEqualTo(found("Any", WHOLE));
    assertThat(scan(engine(any, "sha256 Exact 3 " + ABC_DIGEST), ABC))
        .isEqualTo(found("Exact", WHOLE));
  }

  @Test
  void ofEqualSignaturesTheFirstIsNamed() throws IOException {
    PatternEngine engine = engine("sha256 A 3 " + ABC_DIGEST, "sha256 B 3 " + ABC_DIGEST);
    assertThat(scan(engine, ABC)).isEqualTo(found("A", WHOLE));
  }

  @Test
  void emptyContentHasADigestToo() throws IOException {
    assertThat(scan(engine("sha256 Empty 0 " + sha256(new byte[0])), ""))
        .isEqualTo(found("Empty", WHOLE));
  }

  @Test
  void aPatternIsReportedBeforeADigest() throws IOException {
    byte[] text = "some text".getBytes(US_ASCII);
    PatternEngine engine = engine("sha256 Hash 9 " + sha256(text), "text Pattern \"text\"");
    assertThat(scan(engine, text)).isEqualTo(found("Pattern", 5));
  }

  @Test
  void hashesAcrossBuffers() throws IOException {
    int size = 3 * Buffers.BUFFER_BYTES + 1;
    PatternEngine engine = engine("sha256 Zeros " + size + " " + sha256(new byte[size]));
    assertThat(engine.scan(SyntheticContent.of(size, 0, new byte[0])))
        .isEqualTo(found("Zeros", WHOLE));
    assertThat(engine.scan(SyntheticContent.of(size, size - 1, new byte[] {1})))
        .isEqualTo(ScanResult.clean());
  }

  @Test
  void onlyFittingSizesAreHashed() {
    HashSignatures sized = new HashSignatures(List.of(signature(3)));
    assertThat(sized.want(3)).isTrue();
    assertThat(sized.want(4)).isFalse();
    HashSignatures any = new HashSignatures(List.of(signature(Signature.ANY_SIZE)));
    assertThat(any.want(4)).isTrue();
  }

  private static Signature.Sha256 signature(long size) {
    return new Signature.Sha256("A", size, ABC_DIGEST);
  }
}

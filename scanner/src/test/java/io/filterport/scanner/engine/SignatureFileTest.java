package io.filterport.scanner.engine;

import static io.filterport.scanner.engine.Engines.engine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureFileTest {

  private static final String DIGEST =
      "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String NAMES = "; write 1 to 100 of A-Z a-z 0-9 . _ -";
  private static final String SIZES =
      "; write the size in bytes, 0 to 9223372036854775807, or * for any";

  @TempDir private Path directory;

  private static List<String> lines(String text) throws IOException {
    List<Signature> signatures = SignatureFile.read(new StringReader(text), Engines.SOURCE);
    return signatures.stream().map(Signature::line).toList();
  }

  static Stream<Arguments> goodLines() {
    return Stream.of(
        Arguments.of("bytes A 41424344", "bytes A 41424344"),
        Arguments.of("bytes A 4D5a FFfe", "bytes A 4d5afffe"),
        Arguments.of("\t bytes \t A\t41 42 43 44 \t", "bytes A 41424344"),
        Arguments.of("bytes A 41424344 # why", "bytes A 41424344"),
        Arguments.of("bytes A.b_c-9 41424344\r", "bytes A.b_c-9 41424344"),
        Arguments.of("text A \"ab #\"", "bytes A 61622023"),
        Arguments.of("text A \"\\\"\\\\\\n\\r\\t\\xfF\" # c", "bytes A 225c0a0d09ff"),
        Arguments.of("sha256 A * " + DIGEST, "sha256 A * " + DIGEST),
        Arguments.of("sha256 A 0 " + DIGEST.toUpperCase(Locale.ROOT), "sha256 A 0 " + DIGEST),
        Arguments.of(
            "sha256 A 9223372036854775807 " + DIGEST, "sha256 A 9223372036854775807 " + DIGEST),
        Arguments.of(
            "text " + "n".repeat(100) + " \"abcd\"", "bytes " + "n".repeat(100) + " 61626364"),
        Arguments.of("bytes A " + "ab".repeat(1024), "bytes A " + "ab".repeat(1024)));
  }

  @ParameterizedTest
  @MethodSource("goodLines")
  void reads(String line, String plainest) throws IOException {
    assertThat(lines(line)).containsExactly(plainest);
    assertThat(lines(plainest)).containsExactly(plainest);
  }

  @Test
  void skipsCommentsAndEmptyLines() throws IOException {
    assertThat(lines("# a\n\n  \t\r\nbytes A 41424344\n  # b\r\nbytes B 41424344\n"))
        .containsExactly("bytes A 41424344", "bytes B 41424344");
  }

  static Stream<Arguments> badLines() {
    String shortDigest = DIGEST.substring(2);
    return Stream.of(
        bad("byte A 41", "1: 'byte' is no kind of signature; write bytes, text or sha256"),
        bad("  md5 A * 00", "3: 'md5' is no kind of signature; write bytes, text or sha256"),
        bad(
            "\u00ef\u00bb\u00bfbytes A 41",
            "1: '\\xef\\xbb\\xbfbytes' is no kind of signature; write bytes, text or sha256"),
        bad("\033[2J A", "1: '\\x1b[2J' is no kind of signature; write bytes, text or sha256"),
        bad("\u20ac A", "1: '\\u20ac' is no kind of signature; write bytes, text or sha256"),
        bad(
            "k".repeat(41),
            "1: '" + "k".repeat(40) + "...' is no kind of signature; write bytes, text or sha256"),
        bad("bytes", "6: the name is missing" + NAMES),
        bad("bytes # A 41424344", "7: the name is missing" + NAMES),
        bad("bytes a/b 41424344", "8: '/' cannot stand in a name" + NAMES),
        bad("bytes \u00e9 41424344", "7: '\\xe9' cannot stand in a name" + NAMES),
        bad("text " + "n".repeat(101) + " \"abcd\"", "6: the name has 101 characters" + NAMES),
        bad("bytes A", "8: the pattern is missing; write 4 to 1024 bytes"),
        bad("bytes A 414243", "9: the pattern has 3 bytes; write 4 to 1024 bytes"),
        bad("bytes A " + "00".repeat(1025), "9: the pattern has 1025 bytes; write 4 to 1024 bytes"),
        bad(
            "bytes A 4142??44",
            "13: '?' is no hexadecimal digit; write two of 0-9 a-f for each byte"),
        bad(
            "bytes A 41424344 4",
            "18: 1 digits are no whole number of bytes; write two of 0-9 a-f for each byte"),
        bad("text A", "7: the text is missing; write it in quotes, \"like this\""),
        bad("text A abcd", "8: the opening quote is missing; write the text \"like this\""),
        bad("text A \"abcd", "13: the closing quote is missing; end the text with \""),
        bad("text A \"abcd\\\"", "15: the closing quote is missing; end the text with \""),
        bad("text A \"ab\\q\"", "11: '\\q' is no escape; write \\\" \\\\ \\n \\r \\t or \\xHH"),
        bad(
            "text A \"ab\\x4g\"",
            "14: 'g' is no hexadecimal digit; write two of 0-9 a-f after \\x"),
        bad("text A \"ab\u00e9d\"", "11: '\\xe9' is not printable ASCII; write each byte as \\xHH"),
        bad("text A \"ab\td\"", "11: '\\x09' is not printable ASCII; write each byte as \\xHH"),
        bad("text A \"abc\"", "8: the pattern has 3 bytes; write 4 to 1024 bytes"),
        bad(
            "text A \"abcd\" \"e\"",
            "15: '\"e\"' is too much; end the line, or begin a comment with #"),
        bad("sha256 A", "9: the size is missing" + SIZES),
        bad("sha256 A 12k " + DIGEST, "10: '12k' is no size" + SIZES),
        bad("sha256 A -1 " + DIGEST, "10: '-1' is no size" + SIZES),
        bad("sha256 A +1 " + DIGEST, "10: '+1' is no size" + SIZES),
        bad(
            "sha256 A 9223372036854775808 " + DIGEST,
            "10: '9223372036854775808' is no size" + SIZES),
        bad("sha256 A 1", "11: the digest is missing; write 64 hexadecimal digits"),
        bad(
            "sha256 A 1 " + shortDigest,
            "12: the digest has 62 digits; write 64 hexadecimal digits"),
        bad(
            "sha256 A 1 " + DIGEST + " x",
            "77: 'x' is too much; end the line, or begin a comment with #"),
        bad("#" + "x".repeat(8192), "8193: the line is longer than 8192 characters; shorten it"));
  }

  private static Arguments bad(String line, String columnAndText) {
    return Arguments.of(line, columnAndText);
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void saysWhereAndWhatIsWrongAndWhatToWrite(String line, String columnAndText) {
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> engine("text Good \"good\"", "", line, "text Good \"good\""))
        .withMessage("sigs.txt:3:" + columnAndText)
        .satisfies(
            e -> {
              assertThat(e.line()).isEqualTo(3);
              assertThat(columnAndText).startsWith(e.column() + ": ");
            });
  }

  @Test
  void refusesAFileWithoutSignatures() {
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> engine("# nothing", ""))
        .withMessage(
            "sigs.txt:1:1: there is no signature; write at least one, such as:"
                + " text NAME \"some text\"");
  }

  @Test
  void takesExactlyTheMostSignatures() throws IOException {
    String most = "sha256 A 1 %s\n".formatted(DIGEST).repeat(100_000);
    assertThat(lines(most)).hasSize(100_000);
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> lines(most + "text A \"abcd\""))
        .withMessage("sigs.txt:100001:1: there are more than 100000 signatures; remove some");
  }

  @Test
  void takesExactlyTheMostPatternBytes() throws IOException {
    String most = "bytes A %s\n".formatted("ab".repeat(1024)).repeat(8192);
    assertThat(lines(most)).hasSize(8192);
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> lines(most + "bytes A 41424344"))
        .withMessage(
            "sigs.txt:8193:1: all patterns together have more than 8388608 bytes;"
                + " shorten some, or use sha256");
  }

  @Test
  void stopsReadingAtTheLargestFile() {
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> PatternEngine.load(new EndlessComments(), "endless"))
        .withMessage(
            "endless:16777217:1: the file is longer than 67108864 bytes; remove signatures");
  }

  /** Lines of four characters, for ever. */
  private static final class EndlessComments extends Reader {
    @Override
    public int read(char[] buffer, int offset, int length) {
      int whole = length - length % 4;
      for (int i = 0; i < whole; i++) {
        buffer[offset + i] = "#ab\n".charAt(i % 4);
      }
      return whole;
    }

    @Override
    public void close() {}
  }

  @Test
  void loadsFilesWithCommentsInAnyEncoding() throws IOException {
    Path file = directory.resolve("my.sigs");
    Files.writeString(file, "# f\u00fcr \u20ac\ntext A \"abcd\" # \u00e9\n", UTF_8);
    PatternEngine engine = PatternEngine.load(file);
    assertThat(engine.signatures()).extracting(Signature::name).containsExactly(Eicar.NAME, "A");
  }

  @Test
  void namesTheFileInErrors() throws IOException {
    Path file = Files.writeString(directory.resolve("my.sigs"), "oops");
    assertThatExceptionOfType(SignatureFormatException.class)
        .isThrownBy(() -> PatternEngine.load(file))
        .withMessageStartingWith(file + ":1:1: 'oops'");
    Path none = directory.resolve("none");
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> PatternEngine.load(none));
  }

  @Test
  void readsTheExampleOfTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "signatures.md"));
    String example = page.split("```", -1)[1].substring("text".length());
    assertThat(lines(example))
        .extracting(line -> line.split(" ", -1)[0])
        .containsExactly("bytes", "bytes", "sha256", "sha256");
  }

  @Test
  void signaturesCannotBeMadeOutOfShape() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Bytes("a b", "00112233"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Bytes("a", "001122"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Bytes("a", "0011223A"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Sha256("", 1, DIGEST));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Sha256("a", -2, DIGEST));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature.Sha256("a", 1, "00"));
  }

  @Test
  void everyByteCanBeWrittenAsText() throws IOException {
    String escapes =
        IntStream.range(0, 256).mapToObj("\\x%02x"::formatted).collect(Collectors.joining());
    byte[] all = new byte[256];
    IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
    assertThat(lines("text A \"" + escapes + "\""))
        .containsExactly("bytes A " + HexFormat.of().formatHex(all));
  }
}

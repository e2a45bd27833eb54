package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database for clamd with a number: without one no verdict can be kept. It is a container as
 * users may make it, without a digital signature. Immutable.
 *
 * @param number of the database
 * @param lines of its signatures
 */
record Signatures(int number, List<String> lines) {
  /** With one signature, EICAR's. */
  static final Signatures FIRST =
      new Signatures(27_500, List.of(line("Eicar-Of-Test", Eicar.testFile())));

  private static final String NAME = "daily";
  private static final int HEAD_BYTES = 512;

  /** {@return the next database, with one more signature} */
  Signatures next(String name, byte[] content) {
    return new Signatures(
        number + 1, Stream.concat(lines.stream(), Stream.of(line(name, content))).toList());
  }

  private static String line(String name, byte[] content) {
    return name + ":0:*:" + HexFormat.of().formatHex(content);
  }

  /** Puts it into a directory, at once, in the place of another one. */
  void write(Path directory) throws Exception {
    Path parts = Files.createDirectories(directory.resolveSibling("parts"));
    byte[] signatures = (String.join("\n", lines) + "\n").getBytes(US_ASCII);
    Files.write(parts.resolve(NAME + ".ndb"), signatures);
    Files.write(parts.resolve(NAME + ".info"), List.of(title(), info(signatures)));
    Path packed = directory.resolveSibling("parts.tar.gz");
    pack(parts, packed, List.of(NAME + ".info", NAME + ".ndb"));
    Path whole = directory.resolveSibling(NAME + ".cud");
    try (OutputStream file = Files.newOutputStream(whole)) {
      file.write(head());
      Files.copy(packed, file);
    }
    Files.move(whole, directory.resolve(NAME + ".cud"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Date, number, signatures, level of functions, digest, signature, builder, date in seconds. */
  private String title() {
    return "ClamAV-VDB:07 Nov 2025 08-00 +0000:%d:%d:90:X:X:test:1762502400"
        .formatted(number, lines.size());
  }

  private static String info(byte[] signatures) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(signatures);
    return NAME + ".ndb:" + signatures.length + ":" + HexFormat.of().formatHex(digest);
  }

  private byte[] head() {
    byte[] text = title().getBytes(US_ASCII);
    byte[] head = Arrays.copyOf(text, HEAD_BYTES);
    Arrays.fill(head, text.length, HEAD_BYTES, (byte) ' ');
    return head;
  }

  private static void pack(Path directory, Path target, List<String> names)
      throws IOException, InterruptedException {
    ProcessBuilder tar =
        new ProcessBuilder("tar", "--format=ustar", "-C", directory.toString(), "-czf");
    tar.command().add(target.toString());
    tar.command().addAll(names);
    Process process = tar.inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("tar ended with " + process.exitValue());
    }
  }
}

package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A database for clamd with one signature, EICAR's, and a number: without one no verdict can be
 * kept. It is a container as users may make it, without a digital signature. Stateless.
 */
final class Signatures {
  private static final String NAME = "daily";
  private static final int HEAD_BYTES = 512;

  /** Date, number, signatures, level of functions, digest, signature, builder, date in seconds. */
  private static final String HEAD =
      "ClamAV-VDB:07 Nov 2025 08-00 +0000:27500:1:90:X:X:test:1762502400";

  private Signatures() {}

  static void write(Path directory) throws Exception {
    Path parts = Files.createDirectory(directory.resolveSibling("parts"));
    String eicar = HexFormat.of().formatHex(Eicar.testFile());
    byte[] signature = ("Eicar-Of-Test:0:*:" + eicar + "\n").getBytes(US_ASCII);
    Files.write(parts.resolve(NAME + ".ndb"), signature);
    Files.write(parts.resolve(NAME + ".info"), List.of(HEAD, info(signature)));
    Path packed = directory.resolveSibling("parts.tar.gz");
    pack(parts, packed, List.of(NAME + ".info", NAME + ".ndb"));
    try (OutputStream file = Files.newOutputStream(directory.resolve(NAME + ".cud"))) {
      file.write(head());
      Files.copy(packed, file);
    }
  }

  private static String info(byte[] signature) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(signature);
    return NAME + ".ndb:" + signature.length + ":" + HexFormat.of().formatHex(digest);
  }

  private static byte[] head() {
    byte[] text = HEAD.getBytes(US_ASCII);
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

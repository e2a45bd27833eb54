package io.filterport.scanner.engine;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clamd says of one content.
 *
 * @param kind what it says
 * @param text the signature's name, or what is wrong; empty if it is clean
 */
record ClamdAnswer(Kind kind, String text) {
  private static final Pattern SCANNED =
      Pattern.compile("fd\\[\\d{1,10}]: (?:OK|(.{1,256}) (FOUND|ERROR))");
  private static final Pattern VERSION = Pattern.compile("ClamAV [^/]{1,64}(/\\d{1,10}/.{1,64})?");

  enum Kind {
    OK,
    FOUND,
    /** Of this content: it is no regular file, it cannot be read. */
    ERROR
  }

  /**
   * {@return an answer to {@code FILDES}}
   *
   * @throws EngineUnavailableException if it is none
   */
  static ClamdAnswer read(String line) throws EngineUnavailableException {
    Matcher scanned = SCANNED.matcher(line);
    if (!scanned.matches()) {
      throw ClamdSession.nonsense("\"" + line + "\" where a verdict must be");
    }
    return scanned.group(1) == null
        ? new ClamdAnswer(Kind.OK, "")
        : new ClamdAnswer(Kind.valueOf(scanned.group(2)), scanned.group(1));
  }

  /**
   * {@return the verdict}
   *
   * @throws IOException if there is none
   */
  ScanResult verdict() throws IOException {
    return switch (kind) {
      case OK -> ScanResult.clean();
      case FOUND -> ScanResult.infected(text, ScanResult.Infected.WHOLE);
      case ERROR -> throw new IOException("clamd has no verdict: " + text);
    };
  }

  /**
   * {@return what verdicts depend on, by an answer to {@code VERSION}} That is empty where clamd
   * names no database: it has signatures of its owner only, which have no number.
   *
   * @throws EngineUnavailableException if it is no such answer
   */
  static String version(String line) throws EngineUnavailableException {
    Matcher version = VERSION.matcher(line);
    if (!version.matches()) {
      throw ClamdSession.nonsense("\"" + line + "\" where its version must be");
    }
    return version.group(1) == null ? "" : line;
  }
}

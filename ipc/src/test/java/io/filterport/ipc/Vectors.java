package io.filterport.ipc;

import io.filterport.NtStatus;
import io.filterport.PortName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages in {@code resources/control}, which were not made by this project's code. */
final class Vectors {
  private static final Pattern UNIT = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final Pattern CONNECT =
      Pattern.compile("connect name \"(.*)\"(?: context ([0-9a-f]+))?");
  private static final Pattern ACCEPTED = Pattern.compile("accepted (one|two)-way");
  private static final Pattern REFUSED = Pattern.compile("refused 0x([0-9A-F]{8}) \"(.*)\"");
  private static final Pattern CONTENT =
      Pattern.compile("content slot (\\d+) generation (\\d+) size (\\d+)");

  private Vectors() {}

  /**
   * One message.
   *
   * @param line where it begins in its file
   * @param mark the first character of its words
   * @param words what it says
   * @param bytes the message
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Vector(int line, char mark, String words, byte[] bytes) {
    @Override
    public String toString() {
      return "line " + line + ": " + words;
    }
  }

  /** {@return all of a file} */
  static List<Vector> of(String file) {
    List<Vector> found = new ArrayList<>();
    List<String> lines = read(file).lines().map(Vectors::withoutComment).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith(" ")) {
        found.add(
            new Vector(
                i + 1, line.charAt(0), line.substring(2), bytes(lines, i + 1).toByteArray()));
      }
    }
    return found;
  }

  private static String read(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/control/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).stripTrailing();
  }

  private static ByteArrayOutputStream bytes(List<String> lines, int from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    lines.stream()
        .skip(from)
        .takeWhile(line -> line.isEmpty() || line.startsWith(" "))
        .flatMap(line -> Pattern.compile(" +").splitAsStream(line.strip()))
        .forEach(group -> bytes.writeBytes(group(group)));
    return bytes;
  }

  private static byte[] group(String group) {
    int times = group.indexOf('*');
    return times < 0
        ? HexFormat.of().parseHex(group)
        : HexFormat.of()
            .parseHex(
                group.substring(0, times).repeat(Integer.parseInt(group.substring(times + 1))));
  }

  /** {@return the message that words describe} */
  static Object message(String words) {
    MatchResult match = words(CONNECT, words);
    if (match != null) {
      String context = Objects.requireNonNullElse(match.group(2), "");
      return new ConnectMessage(
          new PortName(text(match.group(1))), HexFormat.of().parseHex(context));
    }
    match = words(ACCEPTED, words);
    if (match != null) {
      return new HostAnswer.Accepted(match.group(1).equals("one"));
    }
    match = words(REFUSED, words);
    if (match != null) {
      NtStatus status = new NtStatus(Integer.parseUnsignedInt(match.group(1), 16));
      return new HostAnswer.Refused(status, text(match.group(2)));
    }
    match = Objects.requireNonNull(words(CONTENT, words), words);
    return new ContentMessage(
        Integer.parseInt(match.group(1)),
        Integer.parseInt(match.group(2)),
        Long.parseLong(match.group(3)));
  }

  private static MatchResult words(Pattern pattern, String words) {
    Matcher matcher = pattern.matcher(words);
    return matcher.matches() ? matcher : null;
  }

  private static String text(String quoted) {
    String units =
        UNIT.matcher(quoted)
            .replaceAll(unit -> String.valueOf((char) Integer.parseInt(unit.group(1), 16)));
    return units.translateEscapes();
  }

  static byte[] encode(Object message) {
    return switch (message) {
      case ConnectMessage connect -> connect.encode();
      case HostAnswer answer -> answer.encode();
      case ContentMessage content -> content.encode();
      default -> throw new IllegalArgumentException(message.toString());
    };
  }

  /** {@return the message, by the decoder of messages of its kind} */
  static Object decodeAs(Object kind, byte[] bytes) {
    return switch (kind) {
      case ConnectMessage connect -> ConnectMessage.decode(bytes);
      case HostAnswer answer -> HostAnswer.decode(bytes);
      case ContentMessage content -> ContentMessage.decode(bytes);
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  /** {@return something that is equal for equal messages} */
  static Object comparable(Object message) {
    return message instanceof ConnectMessage(PortName name, byte[] context)
        ? List.of(name, HexFormat.of().formatHex(context))
        : message;
  }
}

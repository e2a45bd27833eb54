package io.filterport.spy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.layout.Flexible;
import io.filterport.layout.MessageLayout;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volumes.paths.PathGlob;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which operations a client wants to hear of: those that fit in every respect. It travels as the
 * context of the connect, so that nothing else is ever recorded for this client. Immutable.
 *
 * @param kinds what happens; empty for every kind
 * @param processId who does it; {@link #ANY_PROCESS} for every process
 * @param path a pattern of whole paths, up to {@value #MAX_PATH} UTF-16 units; empty for every
 *     path. {@code *} stands for any characters but the slash, {@code **} for any characters,
 *     {@code ?} for one character but the slash
 */
public record SpySelection(Set<Kind> kinds, long processId, String path) {
  /** Stands for every process: 0. */
  public static final long ANY_PROCESS = 0;

  /** The longest pattern of paths, in UTF-16 units: the operations wait while it is looked for. */
  public static final int MAX_PATH = PathGlob.MAX_LENGTH;

  /** Every operation; what a client without a context gets. */
  public static final SpySelection EVERYTHING = new SpySelection(Set.of(), ANY_PROCESS, "");

  static final MessageLayout<SpyContext> CONTEXT =
      MessageLayout.of(MethodHandles.lookup(), SpyContext.class);
  private static final int FORMAT = 1;

  /** The text is the kinds' names with commas in between, and the path, both UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SpyContext(int format, int kindsBytes, long processId, @Flexible byte[] text) {}

  /**
   * Checks the path.
   *
   * @throws FilterPortException {@link NtStatus#NAME_TOO_LONG} if it has more than 256 units
   */
  public SpySelection {
    kinds = Set.copyOf(kinds);
    if (path.length() > MAX_PATH) {
      throw new FilterPortException(
          "a path pattern of " + path.length() + " characters",
          NtStatus.NAME_TOO_LONG,
          "At most " + MAX_PATH + " are taken.");
    }
  }

  /** {@return the context of a connect} */
  MemorySegment encode() {
    byte[] names =
        kinds.stream()
            .map(Kind::name)
            .sorted()
            .collect(Collectors.joining(","))
            .getBytes(StandardCharsets.UTF_8);
    byte[] pattern = path.getBytes(StandardCharsets.UTF_8);
    byte[] text = Arrays.copyOf(names, names.length + pattern.length);
    System.arraycopy(pattern, 0, text, names.length, pattern.length);
    return CONTEXT.encode(new SpyContext(FORMAT, names.length, processId, text));
  }

  /**
   * {@return the selection that a context is}
   *
   * @param bytes from a client, which may have written anything
   * @throws FilterPortException {@link NtStatus#UNKNOWN_REVISION} for another format; {@link
   *     NtStatus#INVALID_PARAMETER} for no selection, and for a kind that there is not; {@link
   *     NtStatus#NAME_TOO_LONG}
   */
  static SpySelection decode(MemorySegment bytes) {
    return bytes.byteSize() == 0 ? EVERYTHING : of(CONTEXT.read(bytes));
  }

  private static SpySelection of(SpyContext context) {
    byte[] text = context.text();
    int names = context.kindsBytes();
    if (context.format() != FORMAT) {
      throw refusal(NtStatus.UNKNOWN_REVISION, "format " + context.format());
    }
    if (names < 0 || names > text.length) {
      throw refusal(NtStatus.INVALID_PARAMETER, "kinds of " + names + " bytes");
    }
    return new SpySelection(
        kinds(new String(text, 0, names, StandardCharsets.UTF_8)),
        context.processId(),
        new String(text, names, text.length - names, StandardCharsets.UTF_8));
  }

  private static Set<Kind> kinds(String names) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String name : names.isEmpty() ? new String[0] : names.split(",", -1)) {
      kinds.add(kind(name));
    }
    return kinds;
  }

  private static Kind kind(String name) {
    try {
      return Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw refusal(NtStatus.INVALID_PARAMETER, "the kind " + name);
    }
  }

  private static FilterPortException refusal(NtStatus status, String what) {
    return new FilterPortException(
        "a selection of file operations with " + what,
        status,
        "Use the same version of Filterport on both sides.");
  }
}

package io.filterport.cli.config;

import io.filterport.FilterPortException;
import io.filterport.PortName;
import io.filterport.security.SecurityDescriptor;
import io.filterport.volumes.fanotify.Selection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The types of values that mean something to the system. Stateless. */
final class Types {
  private static final List<String> STREAMS = List.of("stdout", "journald");

  private Types() {}

  /** {@return a path that does not depend on where the command was started} */
  static ValueType path() {
    return ValueType.text("an absolute path", Types::checkPath);
  }

  /** {@return the same, or nothing} */
  static ValueType pathOrNone() {
    return ValueType.text("an absolute path, or \"\"", text -> ifAny(text, () -> checkPath(text)));
  }

  /** {@return a stream or an absolute path} */
  static ValueType destination() {
    return ValueType.text(
        "stdout, journald, or an absolute path", text -> ifNoStream(text, () -> checkPath(text)));
  }

  private static void ifNoStream(String text, Runnable check) {
    if (!STREAMS.contains(text)) {
      check.run();
    }
  }

  static ValueType anyText() {
    return ValueType.text("any", text -> {});
  }

  static ValueType name() {
    return ValueType.text(
        "a name", text -> ValueType.require(text.matches("[^,\\s]+"), "it is '" + text + "'"));
  }

  static ValueType portName() {
    return ValueType.text("begins with a backslash", text -> refused(() -> new PortName(text)));
  }

  static ValueType descriptor() {
    return ValueType.text(
        "SDDL, or \"\"", text -> ifAny(text, () -> refused(() -> SecurityDescriptor.parse(text))));
  }

  static ValueType globs() {
    return ValueType.list(
        ValueType.text(
            "a pattern that begins with / or **",
            text -> new Selection(List.of(text), List.of(), Set.of())));
  }

  static ValueType users() {
    return ValueType.list(ValueType.number(Range.ID));
  }

  /** {@return groups by name, or by number as text} */
  static ValueType groups() {
    return ValueType.list(ValueType.text("a group by name or number", GroupText::gid));
  }

  private static void ifAny(String text, Runnable check) {
    if (!text.isEmpty()) {
      check.run();
    }
  }

  private static void checkPath(String text) {
    try {
      ValueType.require(Path.of(text).isAbsolute(), "it is '" + text + "'");
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is '" + text + "': " + e.getReason(), e);
    }
  }

  private static void refused(Supplier<Object> reading) {
    try {
      Object ignored = reading.get();
    } catch (FilterPortException e) {
      throw new IllegalArgumentException(e.what(), e);
    }
  }
}

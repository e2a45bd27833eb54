package io.filterport.cli;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) on one line. Maps become objects in their iteration order, other iterables
 * arrays; strings, booleans, numbers and null are themselves.
 *
 * <p>Control characters and unpaired surrogates are escaped, so that the output is always valid
 * UTF-8 and a file name from a guarded volume cannot steer a terminal.
 */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /**
   * {@return the value as JSON}
   *
   * @throws IllegalArgumentException if it holds something that JSON has no form for
   */
  static String of(@Nullable Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> sequence('{', map.entrySet(), this::member, '}');
      case Iterable<?> items -> sequence('[', items, this::value, ']');
      case CharSequence text -> string(text);
      case Boolean flag -> out.append(flag);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Double number when Double.isFinite(number) -> out.append(number);
      default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }
  }

  private <T> void sequence(char open, Iterable<T> items, Consumer<? super T> each, char close) {
    out.append(open);
    for (Iterator<T> rest = items.iterator(); rest.hasNext(); ) {
      each.accept(rest.next());
      out.append(rest.hasNext() ? "," : "");
    }
    out.append(close);
  }

  private void member(Map.Entry<?, ?> member) {
    string(member.getKey().toString());
    out.append(':');
    value(member.getValue());
  }

  private void string(CharSequence text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append((char) c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> plainOrEscaped(c);
    }
  }

  /** An unpaired surrogate is the only code point of its own that lies in the surrogate range. */
  private void plainOrEscaped(int c) {
    if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
      out.append("\\u%04x".formatted(c));
    } else {
      out.appendCodePoint(c);
    }
  }
}

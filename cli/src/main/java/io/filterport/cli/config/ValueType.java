package io.filterport.cli.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.tomlj.TomlArray;

/**
 * What a key takes. Immutable.
 *
 * @param form of the value, in words
 * @param range what of that form is allowed, in words
 * @param reader gives the value as it is kept, a String, Long, Boolean or List of these, or throws
 *     an IllegalArgumentException that says what is expected
 */
public record ValueType(String form, String range, UnaryOperator<Object> reader) {
  private static final int MOST_ITEMS = 64;

  static ValueType text(String range, Consumer<String> check) {
    return new ValueType("text", range, value -> checked(cast(value, String.class), check));
  }

  static ValueType flag() {
    return new ValueType("flag", "true, false", value -> cast(value, Boolean.class));
  }

  static ValueType number(Range range) {
    return new ValueType(
        "number",
        range.toString(),
        value -> checked(cast(value, Long.class), n -> require(range.contains(n), "it is " + n)));
  }

  static ValueType choice(String... values) {
    List<String> known = List.of(values);
    return text(
        String.join(", ", known),
        value ->
            require(known.contains(value), "it is '" + value + "'" + Suggestion.of(value, known)));
  }

  /** A list whose items have a type of their own; one that is twice there counts once. */
  static ValueType list(ValueType item) {
    return new ValueType(
        "list of " + item.form() + "s",
        "up to " + MOST_ITEMS + ": " + item.range(),
        value -> items(value, item));
  }

  private static Object items(Object value, ValueType item) {
    List<Object> raw = cast(value, TomlArray.class).toList();
    require(raw.size() <= MOST_ITEMS, "it has " + raw.size() + " items");
    LinkedHashSet<Object> read = new LinkedHashSet<>();
    raw.forEach(each -> read.add(item.reader().apply(each)));
    return List.copyOf(read);
  }

  private static <T> T checked(T value, Consumer<T> check) {
    check.accept(value);
    return value;
  }

  private static <T> T cast(Object value, Class<T> wanted) {
    require(wanted.isInstance(value), "it is " + formOf(value));
    return wanted.cast(value);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  static String formOf(Object value) {
    return switch (value) {
      case String text -> "the text '" + text + "'";
      case Long number -> "the number " + number;
      case Boolean flag -> "the flag " + flag;
      case TomlArray array -> "a list";
      default -> "the value " + Objects.toString(value);
    };
  }
}

package io.filterport.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms in which a command writes its data to standard output. */
enum OutputFormat {
  /** Aligned columns of printable values, for people; may change between versions. */
  TABLE {
    @Override
    String record(Map<String, ?> fields) {
      int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
      return fields.entrySet().stream()
          .map(field -> pad(field.getKey(), width) + "  " + shown(field.getValue()))
          .collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    List<String> records(List<? extends Map<String, ?>> records) {
      return Table.lines(records);
    }
  },

  /** One JSON value for the whole output. */
  JSON {
    @Override
    String record(Map<String, ?> fields) {
      return Json.of(fields);
    }

    @Override
    List<String> records(List<? extends Map<String, ?>> records) {
      return List.of(Json.of(records));
    }
  },

  /** One JSON object a line. */
  JSONL {
    @Override
    String record(Map<String, ?> fields) {
      return Json.of(fields);
    }

    @Override
    List<String> records(List<? extends Map<String, ?>> records) {
      return records.stream().map(Json::of).toList();
    }
  };

  /** {@return one record, without the line end; field names are the JSON names} */
  abstract String record(Map<String, ?> fields);

  /** {@return records of the same fields, as lines} */
  abstract List<String> records(List<? extends Map<String, ?>> records);

  /** {@return the name on the command line} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A value may be somebody else's text, whatever the column. */
  static String shown(@Nullable Object value) {
    return Printable.of(String.valueOf(value));
  }

  static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

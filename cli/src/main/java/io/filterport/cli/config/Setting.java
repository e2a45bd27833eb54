package io.filterport.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts for one key, and where it came from.
 *
 * @param name with its section, such as {@code manager.socket}
 * @param key what was set
 * @param value what counts
 * @param origin {@link #DEFAULT}, {@link #COMMAND_LINE}, or a place in a file
 */
public record Setting(String name, Key key, Object value, String origin) {
  public static final String DEFAULT = "default";
  public static final String COMMAND_LINE = "command line";

  /** {@return it as a row of output} */
  public Map<String, Object> row() {
    return row(name, value, origin);
  }

  /**
   * {@return the same of something else that counts}
   *
   * @param name such as {@code manager.socket}
   * @param value what counts
   * @param origin {@link #DEFAULT}, {@link #COMMAND_LINE}, or a place in a file
   */
  public static Map<String, Object> row(String name, Object value, String origin) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("value", value);
    row.put("origin", origin);
    return row;
  }

  /**
   * {@return the options that say the same; none if it is the default, unless somebody wrote that
   * as an option}
   */
  List<String> arguments() {
    String option = key.option();
    if (option == null || (isDefault() && !origin.equals(COMMAND_LINE))) {
      return List.of();
    }
    return switch (value) {
      case List<?> items -> items.stream().map(item -> option + "=" + item).toList();
      case Boolean flag -> flag ? List.of(option) : List.of();
      default -> List.of(option + "=" + value);
    };
  }

  /**
   * {@return whether it is of use beside the others of its section} What a command line says always
   * counts, and is refused where it cannot: whoever gives an option means it. In a file a value may
   * stay where another key has turned it off.
   */
  boolean isUsed(List<Setting> section) {
    Key.Need need = key.need();
    return need == null || origin.equals(COMMAND_LINE) || section.stream().anyMatch(need::isMet);
  }

  private boolean isDefault() {
    return value.equals(key.defaultValue());
  }
}

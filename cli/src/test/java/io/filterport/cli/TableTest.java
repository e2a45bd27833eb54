package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a table")
class TableTest {
  private static Map<String, Object> row(String name, Object value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("value", value);
    return row;
  }

  @Test
  @DisplayName("aligns its columns under their headings, without blanks at the end")
  void aligned() {
    assertThat(Table.lines(List.of(row("a", 1), row("longer", 22))))
        .containsExactly("NAME    VALUE", "a       1", "longer  22");
  }

  @Test
  @DisplayName("joins the items of a list")
  void list() {
    assertThat(Table.lines(List.of(row("a", List.of("OPEN", "READ")))))
        .containsExactly("NAME  VALUE", "a     OPEN,READ");
  }

  @Test
  @DisplayName("cannot be forged or steered by a value, whatever the column")
  void printable() {
    Map<String, Object> row = row("a\nb", List.of("\u001b[2J"));
    assertThat(Table.lines(List.of(row)))
        .containsExactly("NAME      VALUE", "a\\u000ab  \\u001b[2J");
    assertThat(OutputFormat.TABLE.record(row).lines())
        .containsExactly("name   a\\u000ab", "value  [\\u001b[2J]");
  }

  @Test
  @DisplayName("of nothing has no heading either")
  void empty() {
    assertThat(Table.lines(List.of())).isEmpty();
  }
}

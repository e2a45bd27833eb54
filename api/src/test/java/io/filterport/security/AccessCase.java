package io.filterport.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A row of {@code access-cases.txt}, nothing in it interpreted.
 *
 * @param line where it stands
 * @param caller the name of the caller
 * @param sids what the caller holds, its user first
 * @param sddl the descriptor
 * @param desired the rights asked for
 * @param decision granted or refused
 * @param walk what each entry did
 */
record AccessCase(
    int line,
    String caller,
    List<String> sids,
    String sddl,
    int desired,
    String decision,
    String walk) {
  private static final String CALLER = "caller ";
  private static final int COLUMNS = 5;

  static List<AccessCase> all() {
    Map<String, List<String>> callers = new HashMap<>();
    List<AccessCase> cases = new ArrayList<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.startsWith(CALLER)) {
        List<String> words = List.of(line.substring(CALLER.length()).split(" ", -1));
        callers.put(words.getFirst(), words.subList(1, words.size()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        cases.add(row(number, line, callers));
      }
    }
    return cases;
  }

  private static AccessCase row(int number, String line, Map<String, List<String>> callers) {
    String[] columns = line.split(" \\| ", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("line " + number + " has " + columns.length + " columns");
    }
    List<String> sids = Objects.requireNonNull(callers.get(columns[0]), columns[0]);
    int desired = Integer.parseUnsignedInt(columns[2].substring(2), 16);
    return new AccessCase(number, columns[0], sids, columns[1], desired, columns[3], columns[4]);
  }

  private static List<String> lines() {
    try (InputStream in = AccessCase.class.getResourceAsStream("access-cases.txt");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the names of test cases. */
  @Override
  public String toString() {
    return "line "
        + line
        + ": "
        + caller
        + " asks for "
        + Integer.toHexString(desired)
        + " of "
        + sddl;
  }
}

package io.filterport.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal shows that was sent some text, as an xterm does, as far as the view {@code top}
 * makes use of it; anything else is an error. For one thread.
 */
final class Screen {
  static final int ROWS = 24;
  static final int COLUMNS = 80;

  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?>]?)([0-9;]*)\\$?([@-~])");
  private static final Pattern CUT = Pattern.compile("\u001b(\\[[?>]?[0-9;]*\\$?)?");

  private final char[][] first = blank();
  private char[][] cells = first;
  private boolean onFirst = true;
  private int row;
  private int column;

  /** Whether the last column was just written: the next character goes to the next line. */
  private boolean wraps;

  private boolean cursor = true;

  private Screen() {}

  /** {@return the screen of a terminal that was sent this text, whose last sequence may be cut} */
  static Screen after(String text) {
    Screen screen = new Screen();
    Matcher sequence = SEQUENCE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (sequence.region(at, text.length()).lookingAt()) {
        screen.obey(sequence.group(1), sequence.group(2), sequence.group(3).charAt(0));
        at = sequence.end();
      } else if (CUT.matcher(text).region(at, text.length()).matches()) {
        return screen;
      } else {
        screen.put(text.charAt(at++));
      }
    }
    return screen;
  }

  private static char[][] blank() {
    char[][] rows = new char[ROWS][COLUMNS];
    for (char[] each : rows) {
      Arrays.fill(each, ' ');
    }
    return rows;
  }

  /** {@return what stands there, without blanks at the ends of lines} */
  List<String> lines() {
    return Arrays.stream(cells).map(each -> new String(each).stripTrailing()).toList();
  }

  boolean isFirst() {
    return onFirst;
  }

  boolean hasCursor() {
    return cursor;
  }

  private void put(char one) {
    switch (one) {
      case '\r' -> moveTo(row, 0);
      case '\n' -> moveTo(row + 1, column);
      case '\b' -> moveTo(row, column - 1);
      default -> print(one);
    }
  }

  private void print(char one) {
    if (wraps) {
      moveTo(row + 1, 0);
    }
    cells[row][column] = one;
    wraps = column == COLUMNS - 1;
    column = Math.min(column + 1, COLUMNS - 1);
  }

  private void moveTo(int toRow, int toColumn) {
    row = Math.clamp(toRow, 0, ROWS - 1);
    column = Math.clamp(toColumn, 0, COLUMNS - 1);
    wraps = false;
  }

  private void obey(String mark, String numbers, char what) {
    int count = Math.max(1, number(numbers, 0));
    switch (what) {
      case 'A' -> moveTo(row - count, column);
      case 'B' -> moveTo(row + count, column);
      case 'C' -> moveTo(row, column + count);
      case 'D' -> moveTo(row, column - count);
      case 'H' -> moveTo(count - 1, Math.max(1, number(numbers, 1)) - 1);
      case 'J' -> erase(number(numbers, 0));
      case 'K' -> Arrays.fill(cells[row], column, COLUMNS, ' ');
      case 'L' -> shift(cells, row, count);
      case 'M' -> shift(cells, row, -count);
      case 'P' -> deleteCharacters(count);
      case '@' -> insertCharacters(count);
      case 'h', 'l' -> mode(mark, numbers, what == 'h');
      case 'c', 'm', 'p', 't' -> {
        // questions, colours, the window: nothing that stands on the screen
      }
      default -> throw new AssertionError("unknown sequence: " + mark + numbers + what);
    }
  }

  private static int number(String numbers, int index) {
    String[] all = numbers.split(";", -1);
    return index >= all.length || all[index].isEmpty() ? 0 : Integer.parseInt(all[index]);
  }

  private void mode(String mark, String numbers, boolean on) {
    for (String number : numbers.split(";", -1)) {
      switch (mark + number) {
        case "?1049" -> {
          cells = on ? blank() : first;
          onFirst = !on;
        }
        case "?25" -> cursor = on;
        default -> {}
      }
    }
  }

  /** All of it, or what is behind the cursor. */
  private void erase(int how) {
    boolean all = how == 2;
    Arrays.fill(cells[row], all ? 0 : column, COLUMNS, ' ');
    for (int next = all ? 0 : row + 1; next < ROWS; next++) {
      Arrays.fill(cells[next], ' ');
    }
  }

  private static void shift(char[][] lines, int from, int by) {
    char[][] old = lines.clone();
    for (int next = from; next < ROWS; next++) {
      int source = next - by;
      boolean kept = source >= from && source < ROWS;
      lines[next] = kept ? old[source] : " ".repeat(COLUMNS).toCharArray();
    }
  }

  private void deleteCharacters(int count) {
    char[] line = cells[row];
    int moved = Math.max(0, COLUMNS - column - count);
    System.arraycopy(line, column + Math.min(count, COLUMNS - column), line, column, moved);
    Arrays.fill(line, column + moved, COLUMNS, ' ');
  }

  private void insertCharacters(int count) {
    char[] line = cells[row];
    int inserted = Math.min(count, COLUMNS - column);
    System.arraycopy(line, column, line, column + inserted, COLUMNS - column - inserted);
    Arrays.fill(line, column, column + inserted, ' ');
  }
}

package io.filterport.layout;

import java.lang.foreign.MemorySegment;

/**
 * A fixed number of UTF-16 units that hold a text, its terminator, and zeros. Written is always a
 * terminator: C would read past the end without it. Read is a text without one too, since C's own
 * bounded copies leave it out.
 *
 * @param length units, with the terminator
 * @param place names the component, for errors
 */
record Text(int length, String place) implements CType {
  @Override
  public int size() {
    return length * Scalar.CHAR.size();
  }

  @Override
  public int alignment() {
    return Scalar.CHAR.alignment();
  }

  @Override
  public Object read(MemorySegment message, long offset) {
    char[] units = (char[]) PrimitiveArray.read(Scalar.CHAR, length, message, offset);
    String all = new String(units);
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }

  @Override
  public void write(Object value, MemorySegment message, long offset) {
    String text = (String) value;
    check(text);
    MemorySegment.copy(text.toCharArray(), 0, message, Scalar.CHAR.layout(), offset, text.length());
  }

  private void check(String text) {
    if (text.length() >= length) {
      throw new IllegalArgumentException(
          place + " has " + text.length() + " UTF-16 units, and room for " + (length - 1) + ".");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          place + " has U+0000 inside, where its reader would stop.");
    }
  }

  @Override
  public String declare(String name) {
    return Scalar.CHAR.declare(name) + "[" + length + "]";
  }
}

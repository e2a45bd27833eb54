package io.filterport.layout;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/**
 * A fixed number of scalars, copied as a whole.
 *
 * @param element of any type but {@link Scalar#BOOLEAN}
 * @param length of every value
 * @param place names the component, for errors
 */
record PrimitiveArray(Scalar element, int length, String place) implements CType {
  @Override
  public int size() {
    return length * element.size();
  }

  @Override
  public int alignment() {
    return element.alignment();
  }

  @Override
  public Object read(MemorySegment message, long offset) {
    return read(element, length, message, offset);
  }

  static Object read(Scalar element, int length, MemorySegment message, long offset) {
    Object array = Array.newInstance(element.javaType(), length);
    MemorySegment.copy(message, element.layout(), offset, array, 0, length);
    return array;
  }

  @Override
  public void write(Object value, MemorySegment message, long offset) {
    checkLength(value, length, place);
    MemorySegment.copy(value, 0, message, element.layout(), offset, length);
  }

  /** An array that is too short is not filled up: its sender may have meant something else. */
  static void checkLength(Object array, int length, String place) {
    int actual = Array.getLength(array);
    if (actual != length) {
      throw new IllegalArgumentException(
          place + " has " + actual + " elements, while its @Length is " + length + ".");
    }
  }

  @Override
  public String declare(String name) {
    return element.declare(name) + "[" + length + "]";
  }
}

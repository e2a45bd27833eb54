package io.filterport.layout;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/**
 * A fixed number of values, copied one by one: booleans and records.
 *
 * @param javaType of an element
 * @param element of an element
 * @param length of every value
 * @param place names the component, for errors
 */
record ElementArray(Class<?> javaType, CType element, int length, String place) implements CType {
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
    Object array = Array.newInstance(javaType, length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, element.read(message, at(offset, i)));
    }
    return array;
  }

  @Override
  public void write(Object value, MemorySegment message, long offset) {
    PrimitiveArray.checkLength(value, length, place);
    for (int i = 0; i < length; i++) {
      Object part = Array.get(value, i);
      if (part == null) {
        throw new IllegalArgumentException(place + " has no element " + i + ": it is null.");
      }
      element.write(part, message, at(offset, i));
    }
  }

  private long at(long offset, int index) {
    return offset + (long) index * element.size();
  }

  @Override
  public String declare(String name) {
    return element.declare(name) + "[" + length + "]";
  }
}

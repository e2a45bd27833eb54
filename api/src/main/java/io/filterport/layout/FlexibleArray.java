package io.filterport.layout;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/**
 * As many scalars as the message has room for behind the members before them.
 *
 * @param element of any type but {@link Scalar#BOOLEAN}
 */
record FlexibleArray(Scalar element) implements CType {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public int alignment() {
    return element.alignment();
  }

  @Override
  public Object read(MemorySegment message, long offset) {
    int length = (int) ((message.byteSize() - offset) / element.size());
    return PrimitiveArray.read(element, length, message, offset);
  }

  @Override
  public void write(Object value, MemorySegment message, long offset) {
    MemorySegment.copy(value, 0, message, element.layout(), offset, Array.getLength(value));
  }

  /** {@return the bytes of a value} */
  long bytes(Object value) {
    return (long) Array.getLength(value) * element.size();
  }

  @Override
  public String declare(String name) {
    return element.declare(name) + "[]";
  }
}

package io.filterport.layout;

import java.lang.foreign.MemorySegment;

/** A C type, and how values of its Java type lie in a message. Immutable. */
sealed interface CType permits Scalar, PrimitiveArray, ElementArray, FlexibleArray, Text, Struct {
  /** {@return what C's sizeof says; 0 for a flexible array} */
  int size();

  /** {@return what the address of a value is a multiple of, unless it is packed} */
  int alignment();

  /**
   * {@return the value at a place of a message}
   *
   * @param offset where the value begins
   */
  Object read(MemorySegment message, long offset);

  /**
   * Writes a value; padding is left as it is.
   *
   * @param offset where the value begins
   */
  void write(Object value, MemorySegment message, long offset);

  /**
   * {@return the C declaration of a member, without a semicolon}
   *
   * @param name the member's name
   */
  String declare(String name);
}

package io.filterport.layout;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record, as a member of a structure.
 *
 * @param name the component's
 * @param type how it lies
 * @param offset from the beginning of the structure
 * @param accessor takes the record as an Object, gives the component as one
 */
record Member(String name, CType type, int offset, MethodHandle accessor) {
  /** {@return the component's value in a record} */
  Object of(Object record) {
    Object value = call(record);
    if (value == null) {
      throw new IllegalArgumentException(
          name + " of " + record.getClass().getName() + " is null; C has no such value.");
    }
    return value;
  }

  private @Nullable Object call(Object record) {
    try {
      return (@Nullable Object) accessor.invokeExact(record);
    } catch (Throwable t) {
      throw Struct.unchecked(t);
    }
  }

  /** {@return the member's name in C} */
  String cName() {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}

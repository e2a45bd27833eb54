package io.filterport.layout;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * How values get out of a record and into one, with the access of whoever gave the lookup. Nothing
 * has to be opened or exported for it.
 */
record RecordHandles(MethodHandles.Lookup lookup) {
  /** {@return takes the record as an Object, gives the component as one} */
  MethodHandle accessor(RecordComponent component) {
    try {
      return lookup
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw notAccessible(component.getDeclaringRecord(), e);
    }
  }

  /** {@return takes the components as an Object[], gives the record as an Object} */
  MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return lookup
          .findConstructor(type, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw notAccessible(type, e);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a record without its constructor: " + type.getName(), e);
    }
  }

  private IllegalArgumentException notAccessible(Class<?> type, IllegalAccessException e) {
    return new IllegalArgumentException(
        lookup.lookupClass().getName()
            + " has no access to "
            + type.getName()
            + "; call MethodHandles.lookup() in a class that can use the record.",
        e);
  }
}

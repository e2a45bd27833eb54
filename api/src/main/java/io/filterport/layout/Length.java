package io.filterport.layout;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many elements an array has, always: {@code @Length(1024) byte[] contents} is {@code UCHAR
 * Contents[1024]}. Of a {@link String} it is the number of UTF-16 units, with its terminator.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
  /** {@return the number of elements, at least 1} */
  int value();
}

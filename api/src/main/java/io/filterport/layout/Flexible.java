package io.filterport.layout;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An array that takes what is left of the message: {@code @Flexible byte[] path} is C's flexible
 * array member {@code UCHAR Path[]}. Only the last component of a message may be one, and it must
 * begin where C's {@code sizeof} ends, so that {@code sizeof} plus the array is the size to send.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Flexible {}

package io.filterport.verify.conformance.world;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The tests of a class run in one world only, for there is nothing to test in the others. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface InWorld {
  /** {@return the world} */
  WorldKind value();
}

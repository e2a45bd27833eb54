package io.filterport.verify.conformance.world;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of a class run once in each world, which its constructor is given. The system property
 * {@value WorldKind#ONLY} names the only one, where the others are not wanted.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("io.filterport.verify.conformance.world.WorldKind#wanted")
public @interface EachWorld {}

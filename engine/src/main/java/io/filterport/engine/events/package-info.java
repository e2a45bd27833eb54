/**
 * Events of the JDK's flight recorder, made by the filter's side; docs/observing.md describes them
 * for those who read recordings. Nothing is measured or made for an event that is off.
 */
@NullMarked
package io.filterport.engine.events;

import org.jspecify.annotations.NullMarked;

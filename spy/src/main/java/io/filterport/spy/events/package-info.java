/** Events of the JDK's flight recorder about spies; docs/observing.md describes them. */
@NullMarked
package io.filterport.spy.events;

import org.jspecify.annotations.NullMarked;

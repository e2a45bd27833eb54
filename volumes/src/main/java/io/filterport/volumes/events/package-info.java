/** Events of the JDK's flight recorder about volumes; docs/observing.md describes them. */
@NullMarked
package io.filterport.volumes.events;

import org.jspecify.annotations.NullMarked;

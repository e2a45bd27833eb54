/** Round trips inside one JVM. */
@NullMarked
package io.filterport.verify.bench.embedded;

import org.jspecify.annotations.NullMarked;

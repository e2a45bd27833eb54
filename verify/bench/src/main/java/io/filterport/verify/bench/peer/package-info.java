/** The ways to ask another process that are measured side by side, one class each. */
@NullMarked
package io.filterport.verify.bench.peer;

import org.jspecify.annotations.NullMarked;

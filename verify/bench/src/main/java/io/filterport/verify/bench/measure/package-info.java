/** How one case is measured once: the steps, what is counted beside them, and the sums. */
@NullMarked
package io.filterport.verify.bench.measure;

import org.jspecify.annotations.NullMarked;

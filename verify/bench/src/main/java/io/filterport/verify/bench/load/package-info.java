/** What happens inside the two processes: closed loops, and what they cost. */
@NullMarked
package io.filterport.verify.bench.load;

import org.jspecify.annotations.NullMarked;

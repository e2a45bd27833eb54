/** Raw data: what was measured, as figures by round, and as files. */
@NullMarked
package io.filterport.verify.bench.result;

import org.jspecify.annotations.NullMarked;

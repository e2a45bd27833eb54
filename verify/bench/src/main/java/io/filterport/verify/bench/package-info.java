/** The benchmarks' one command: what is measured, in which order, and what is written. */
@NullMarked
package io.filterport.verify.bench;

import org.jspecify.annotations.NullMarked;

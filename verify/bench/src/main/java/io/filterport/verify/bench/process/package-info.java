/**
 * The processes that a measurement consists of: each bounded in time, told what to do line by line.
 */
@NullMarked
package io.filterport.verify.bench.process;

import org.jspecify.annotations.NullMarked;

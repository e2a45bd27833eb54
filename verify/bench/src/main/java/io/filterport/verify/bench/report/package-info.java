/** Pages and pictures, made from the raw data alone. */
@NullMarked
package io.filterport.verify.bench.report;

import org.jspecify.annotations.NullMarked;

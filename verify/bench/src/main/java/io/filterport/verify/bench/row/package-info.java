/** What is measured, row by row, and what each row has to reach. */
@NullMarked
package io.filterport.verify.bench.row;

import org.jspecify.annotations.NullMarked;

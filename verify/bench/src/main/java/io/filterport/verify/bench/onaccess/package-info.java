/** Opening files that are guarded: by whom, and what is opened. */
@NullMarked
package io.filterport.verify.bench.onaccess;

import org.jspecify.annotations.NullMarked;

/**
 * File systems of one's own that are guarded, by Filterport or by clamonacc, and who opens files
 * there: what the failure table, the churn and the benchmarks have in common.
 */
@NullMarked
package io.filterport.verify.onaccess;

import org.jspecify.annotations.NullMarked;

/**
 * Files that are made, renamed, rewritten, deleted and opened on a guarded file system, for long.
 */
@NullMarked
package io.filterport.verify.onaccess.churn;

import org.jspecify.annotations.NullMarked;

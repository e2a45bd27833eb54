/** What those get who open files while a guard fails, beside the same with clamonacc. */
@NullMarked
package io.filterport.verify.onaccess.failures;

import org.jspecify.annotations.NullMarked;

/** What every volume shares: altitude order, the default verdict, counters. */
package io.filterport.volumes;

/**
 * How a world (one JVM, two processes) is provided, found through ServiceLoader; and what those who
 * run the code of others share.
 */
package io.filterport.spi;

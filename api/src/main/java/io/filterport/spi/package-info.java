/** How a world (one JVM, two processes) is provided; found through ServiceLoader. */
package io.filterport.spi;

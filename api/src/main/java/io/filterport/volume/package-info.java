/** Where file operations come from, and how filters stand in their way. */
package io.filterport.volume;

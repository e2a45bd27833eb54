@org.jspecify.annotations.NullMarked
package io.filterport.volumes.paths;

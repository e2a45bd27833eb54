/** A volume over any NIO file system, on any operating system. */
package io.filterport.volumes.nio;

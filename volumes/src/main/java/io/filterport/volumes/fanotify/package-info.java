/** A volume over the Linux kernel's own file events: what every process of the machine opens. */
package io.filterport.volumes.fanotify;

/** Values that both sides of a port share: statuses, names, timeouts, headers, content. */
package io.filterport;

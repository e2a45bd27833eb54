/** The privileged side: filters, their ports, and the callbacks that the manager runs. */
package io.filterport.filter;

/** Managers, filters, ports and connections: the rules, above the slots. */
package io.filterport.engine;

/** Typed messages: Java records that lie in a message as C lays out the same structure. */
package io.filterport.layout;

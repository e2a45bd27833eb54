/** The configuration file: what may stand in it, how it is read, and what counts beside it. */
@org.jspecify.annotations.NullMarked
package io.filterport.cli.config;

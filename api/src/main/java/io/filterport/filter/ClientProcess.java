package io.filterport.filter;

import io.filterport.spi.FilterHost;

/**
 * The process that made a connection: itself, and not its number, which the system gives to another
 * process sooner or later. Safe for use by any thread, and of use while the connection lives.
 *
 * <p>Opaque: a filter passes it on to {@link FilterHost#exempt}. What is in it is between the world
 * that made the connection and the host.
 */
public interface ClientProcess {}

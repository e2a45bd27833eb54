/**
 * Who may connect to a port: security descriptors, their SDDL text, and the access check.
 *
 * <p>Everything here is an immutable value or a pure function, safe on any thread. There is
 * therefore nothing to free: FltFreeSecurityDescriptor has no counterpart, and freeing twice cannot
 * happen (SEC-13). A descriptor controls connecting and nothing else (SEC-11).
 */
package io.filterport.security;

package io.filterport.service;

import io.filterport.NtStatus;
import org.jspecify.annotations.Nullable;

/**
 * One packet of a completion port. Immutable.
 *
 * @param key what the port was associated with, or what was posted
 * @param overlapped the get that completed; null for a posted packet without one
 * @param status how it ended
 * @param bytes bytes of the message, or bytes needed after a buffer that was too small (GET-15,
 *     GET-16)
 */
public record Completion(long key, @Nullable Overlapped overlapped, NtStatus status, long bytes) {}

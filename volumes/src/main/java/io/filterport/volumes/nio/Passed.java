package io.filterport.volumes.nio;

import io.filterport.NtStatus;

/** An operation that may go on, and those that want to know what it comes to. */
@FunctionalInterface
interface Passed {
  /** Tells them, on the calling thread. */
  void done(NtStatus status);
}

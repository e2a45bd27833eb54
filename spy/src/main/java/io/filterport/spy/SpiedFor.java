package io.filterport.spy;

import io.filterport.filter.ClientPort;
import io.filterport.spi.Losses;
import io.filterport.volume.FileOperation;
import io.filterport.volumes.paths.PathGlob;

/**
 * A connected client: what it wants, and what it has not pulled yet. Safe for use by any thread.
 */
record SpiedFor(ClientPort port, SpySelection selection, PathGlob glob, SpyLog log) {

  static SpiedFor of(ClientPort port, SpySelection selection, Losses losses) {
    return new SpiedFor(port, selection, new PathGlob(selection.path()), new SpyLog(losses));
  }

  /** Whether it may want the operation: its path, which costs more to find out, may not fit. */
  boolean mayTake(FileOperation operation) {
    return (selection.kinds().isEmpty() || selection.kinds().contains(operation.kind()))
        && (selection.processId() == SpySelection.ANY_PROCESS
            || selection.processId() == operation.processId());
  }

  boolean takes(String path) {
    return selection.path().isEmpty() || glob.matches(path);
  }
}

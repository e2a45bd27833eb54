package io.filterport.volumes.fanotify;

/** A class that is loaded when it is wanted, and not before. */
final class LoadedLate {
  private LoadedLate() {}
}

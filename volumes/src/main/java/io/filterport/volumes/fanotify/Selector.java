package io.filterport.volumes.fanotify;

import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.FileStatus;
import io.filterport.linux.PidFd;
import io.filterport.volumes.paths.PathGlob;
import java.util.List;
import java.util.Set;

/** Applies a {@link Selection}. For the reader: opens nothing. Immutable. */
final class Selector {
  private final List<PathGlob> included;
  private final List<PathGlob> excluded;
  private final Set<Long> users;
  private final Set<Selection.Type> types;

  Selector(Selection selection) {
    this.included = globs(selection.includedPaths());
    this.excluded = globs(selection.excludedPaths());
    this.users = selection.excludedUsers();
    this.types = selection.types();
  }

  private static List<PathGlob> globs(List<String> patterns) {
    return patterns.stream().map(PathGlob::new).toList();
  }

  /** {@return whether the open of a guarded file is allowed unasked} */
  boolean excludes(FanotifyEvents events, OpenedFile file, GuardedTree tree) {
    return excludesType(file.status()) || excludesPath(file, tree) || excludesUser(events);
  }

  /** What cannot be looked at may be of any type. */
  private boolean excludesType(FileStatus file) {
    Selection.Type type = file.isDirectory() ? Selection.Type.DIRECTORY : Selection.Type.FILE;
    return file.result() == 0 && !types.contains(type);
  }

  private boolean excludesPath(OpenedFile file, GuardedTree tree) {
    if (included.isEmpty() && excluded.isEmpty()) {
      return false;
    }
    String path = tree.provenPath(file);
    return path != null
        && (matches(excluded, path) || !(included.isEmpty() || matches(included, path)));
  }

  private static boolean matches(List<PathGlob> globs, String path) {
    return globs.stream().anyMatch(glob -> glob.matches(path));
  }

  private boolean excludesUser(FanotifyEvents events) {
    return !users.isEmpty()
        && events.pid() != 0
        && users.contains(userOf(events.pid()))
        && PidFd.isAlive(events.pidfd());
  }

  /** The directory of a process belongs to its effective user. Looked at, not opened. */
  private static long userOf(int pid) {
    FileStatus status = FileStatus.at("/proc/" + pid);
    return status.result() < 0 ? -1 : status.uid();
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.volumes.paths.PathGlob;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which opens of guarded files are asked about; the others are allowed. Immutable.
 *
 * <p>Patterns are of whole paths as this process sees them: {@code *} stands for any characters but
 * the slash, {@code **} for any characters, {@code ?} for one character but the slash.
 *
 * <p><b>A path leaves a file out only where it is proof:</b> the file was opened through the mount
 * of the guarded directory, and has no other name. A hard link, a bind mount or another mount
 * namespace could show any path, so such opens are asked about. Who may write to a place that is
 * left out may put there what nobody looks at, and execute it there.
 *
 * @param includedPaths if there are any, only files that match one of them are asked about
 * @param excludedPaths files that match one of them are not asked about
 * @param excludedUsers effective users of processes that are not asked about, 0…4294967294. A
 *     thread that took another user than its process counts as its process
 * @param types only these are asked about; at least one
 */
public record Selection(
    List<String> includedPaths,
    List<String> excludedPaths,
    Set<Long> excludedUsers,
    Set<Type> types) {
  /**
   * What is opened. There are no others: the kernel lets FIFOs, sockets and device nodes pass
   * without an event, because its event would open them once more.
   */
  public enum Type {
    /** Regular files. */
    FILE,
    /** Directories: to callbacks they are empty. */
    DIRECTORY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many of each there may be. */
  public static final int MOST = 64;

  private static final long NO_USER = 0xffff_ffffL;

  private static final Selection EVERYTHING = new Selection(List.of(), List.of(), Set.of());

  /** Checks and copies. */
  public Selection {
    includedPaths = List.copyOf(includedPaths);
    excludedPaths = List.copyOf(excludedPaths);
    excludedUsers = Set.copyOf(excludedUsers);
    types = Set.copyOf(types);
    Stream.concat(includedPaths.stream(), excludedPaths.stream()).forEach(Selection::check);
    excludedUsers.forEach(Selection::check);
    Stream.of(includedPaths, excludedPaths, excludedUsers).forEach(values -> check(values.size()));
    if (types.isEmpty()) {
      throw new IllegalArgumentException("at least one type of files, not none");
    }
  }

  /**
   * Selects opens of regular files.
   *
   * @param includedPaths if there are any, only files that match one of them are asked about
   * @param excludedPaths files that match one of them are not asked about
   * @param excludedUsers effective users of processes that are not asked about
   */
  public Selection(
      List<String> includedPaths, List<String> excludedPaths, Set<Long> excludedUsers) {
    this(includedPaths, excludedPaths, excludedUsers, Set.of(Type.FILE));
  }

  private static void check(String pattern) {
    if (!pattern.startsWith("/") && !pattern.startsWith("**")) {
      throw new IllegalArgumentException("a pattern of paths begins with / or **, not " + pattern);
    }
    if (pattern.length() > PathGlob.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a pattern of paths has at most " + PathGlob.MAX_LENGTH + " characters: " + pattern);
    }
  }

  private static void check(long user) {
    if (user < 0 || user >= NO_USER) {
      throw new IllegalArgumentException("a user is 0 to " + (NO_USER - 1) + ", not " + user);
    }
  }

  private static void check(int number) {
    if (number > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " of each kind, not " + number);
    }
  }

  /** {@return the selection of all opens of regular files} */
  public static Selection everything() {
    return EVERYTHING;
  }
}

package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes away what {@link Installer} made, and nothing else. */
public final class Uninstaller {
  private final Path root;
  private final Manifest installed;
  private final boolean dryRun;
  private final Consumer<String> talk;
  private final Set<Path> gone = new HashSet<>();

  Uninstaller(Path root, Manifest installed, boolean dryRun, Consumer<String> talk) {
    this.root = root;
    this.installed = installed;
    this.dryRun = dryRun;
    this.talk = talk;
  }

  /**
   * Removes what is on the list. A file that was changed stays, and so does a directory that holds
   * something.
   *
   * @param root below which
   * @param dryRun whether steps are told only
   * @param talk gets each step
   * @return false if nothing was installed there
   */
  public static boolean uninstall(Path root, boolean dryRun, Consumer<String> talk)
      throws IOException {
    Manifest manifest = Manifest.read(root);
    if (manifest.isEmpty()) {
      return false;
    }
    Uninstaller uninstaller = new Uninstaller(root, manifest, dryRun, talk);
    List<Entry> all = manifest.entries();
    uninstaller.remove(all.stream().filter(entry -> entry.kind() != 'd').toList());
    uninstaller.removeList();
    uninstaller.remove(all.stream().filter(entry -> entry.kind() == 'd').toList());
    return true;
  }

  /** Backwards: what is in a directory was made after it. */
  void remove(List<Entry> entries) throws IOException {
    Set<Entry> known = Set.copyOf(entries);
    for (String path : entries.reversed().stream().map(Entry::path).distinct().toList()) {
      remove(path, known);
    }
  }

  /** {@return whether it is removed, or would be} */
  boolean isGone(String path) {
    return gone.contains(root.resolve(path));
  }

  private void removeList() throws IOException {
    if (isInPlace(Manifest.PATH)) {
      delete(root.resolve(Manifest.PATH));
      removeUnfinished(Whole.unfinished(root.resolve(Manifest.PATH)));
    } else {
      keepBehindLink(root.resolve(Manifest.PATH));
    }
  }

  private void keepBehindLink(Path place) {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      talk.accept("keep " + place + ", which is behind a link");
    }
  }

  private void remove(String path, Set<Entry> known) throws IOException {
    if (!isInPlace(path)) {
      keepBehindLink(root.resolve(path));
      return;
    }
    Entry there = Entry.at(root, path);
    if (known.contains(there)) {
      delete(root.resolve(path));
    } else if (!there.isNothing()) {
      talk.accept("keep " + root.resolve(path) + ", which was changed");
    }
    removeUnfinished(Whole.unfinished(root.resolve(path)));
  }

  /** Where a link leads that took the place of a directory, nothing is this program's. */
  private boolean isInPlace(String path) throws IOException {
    Path above = Path.of(path).getParent();
    if (above == null || !Files.exists(root.resolve(above))) {
      return true;
    }
    for (Path each = above; each != null; each = each.getParent()) {
      boolean made = installed.contains(Entry.directory(each.toString()));
      if (made && Files.isSymbolicLink(root.resolve(each))) {
        return false;
      }
    }
    return root.resolve(above).toRealPath().startsWith(root.toRealPath());
  }

  /** What an install was at when it was killed. */
  private void removeUnfinished(Path place) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      delete(place);
    }
  }

  private void delete(Path place) throws IOException {
    if (!isEmptied(place)) {
      talk.accept("keep " + place + ", which is not empty");
      return;
    }
    if (!dryRun) {
      Files.delete(place);
    }
    gone.add(place);
    talk.accept("remove " + place);
  }

  /** In a dry run, too, what would have been removed is in no directory. */
  private boolean isEmptied(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (Stream<Path> inside = Files.list(place)) {
      return inside.allMatch(gone::contains);
    }
  }
}

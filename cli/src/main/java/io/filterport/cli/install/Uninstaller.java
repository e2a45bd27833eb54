package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Takes away what {@link Installer} made, and nothing else. */
public final class Uninstaller {
  private final Path root;
  private final boolean dryRun;
  private final Consumer<String> talk;

  Uninstaller(Path root, boolean dryRun, Consumer<String> talk) {
    this.root = root;
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
    Uninstaller uninstaller = new Uninstaller(root, dryRun, talk);
    List<Entry> all = manifest.entries();
    uninstaller.remove(all.stream().filter(entry -> entry.kind() != 'd').toList());
    uninstaller.delete(Manifest.PATH);
    uninstaller.removeUnfinished(Whole.unfinished(root.resolve(Manifest.PATH)));
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

  private void remove(String path, Set<Entry> known) throws IOException {
    Entry there = Entry.at(root, path);
    if (known.contains(there)) {
      delete(path);
    } else if (!there.isNothing()) {
      talk.accept("keep " + root.resolve(path) + ", which was changed");
    }
    removeUnfinished(Whole.unfinished(root.resolve(path)));
  }

  /** What an install was at when it was killed. */
  private void removeUnfinished(Path place) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      talk.accept("remove " + place);
      if (!dryRun) {
        Files.delete(place);
      }
    }
  }

  private void delete(String path) throws IOException {
    Path place = root.resolve(path);
    try {
      if (!dryRun) {
        Files.delete(place);
      }
      talk.accept("remove " + place);
    } catch (DirectoryNotEmptyException e) {
      talk.accept("keep " + place + ", which is not empty");
    }
  }
}

package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes what is below a root what it should be, and tells each step. Installing again changes
 * nothing; another version takes the place of the one before. What is there appears by a rename, so
 * a program that runs keeps what it runs from.
 *
 * <p>Before anything is made but the list's own directory, the list names all that will be, beside
 * what is there of the version before; at the end it names what was made. So {@link Uninstaller}
 * knows everything, whenever this is interrupted.
 */
public final class Installer {
  private static final String EXECUTABLE = "rwxr-xr-x";
  private static final String READABLE = "rw-r--r--";

  private final Path root;
  private final boolean dryRun;
  private final Consumer<String> talk;
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<Item> changed = new ArrayList<>();
  private final Manifest wanted = new Manifest();
  private final Manifest before;
  private final Uninstaller older;

  private Installer(Path root, boolean dryRun, Consumer<String> talk) throws IOException {
    this.root = root;
    this.dryRun = dryRun;
    this.talk = talk;
    before = Manifest.read(root);
    older = new Uninstaller(root, before.copy(), dryRun, talk);
  }

  /**
   * Installs this program.
   *
   * @param root below which
   * @param share completion and manual pages, by their paths below {@code /usr/share}
   * @param ownRuntime whether it gets a Java runtime of its own; else a link to the one that runs
   *     this process
   * @param dryRun whether steps are told only
   * @param talk gets each step
   */
  public static void install(
      Path root,
      Map<String, String> share,
      boolean ownRuntime,
      boolean dryRun,
      Consumer<String> talk)
      throws IOException {
    if (Distribution.isInstalledBelow(root)) {
      throw new IOException("this command is what is installed there; run that of the new version");
    }
    Distribution.requireNoPackage(root);
    List<Item> items = new ArrayList<>(Distribution.items(share));
    Installer installer = new Installer(root, dryRun, talk);
    if (!ownRuntime) {
      items.add(JavaRuntime.link(root));
      installer.install(items);
      return;
    }
    Path temporary = Files.createTempDirectory("filterport-install");
    try {
      items.addAll(JavaRuntime.image(temporary));
      installer.install(items);
    } finally {
      JavaRuntime.delete(temporary);
    }
  }

  /**
   * What is not wanted any more goes first: where a link to a Java runtime was, a directory may
   * come, and must not be made behind the link.
   */
  private void install(List<Item> items) throws IOException {
    Set<String> paths = items.stream().map(Item::path).collect(Collectors.toSet());
    Set<String> directories = new TreeSet<>();
    paths.forEach(path -> addParents(path, directories));
    removeOthers(paths, directories);
    for (String directory : directories) {
      planDirectory(directory);
    }
    for (Item item : items) {
      plan(item);
    }
    carryOut();
  }

  private static void addParents(String path, Set<String> directories) {
    Path parent = Path.of(path).getParent();
    while (parent != null && directories.add(parent.toString())) {
      parent = parent.getParent();
    }
  }

  /** What an earlier version had, and this one has not. */
  private void removeOthers(Set<String> paths, Set<String> directories) throws IOException {
    List<Entry> others =
        before.entries().stream()
            .filter(entry -> !(entry.kind() == 'd' ? directories : paths).contains(entry.path()))
            .toList();
    older.remove(others);
    before.removeAll(others);
  }

  /** The list's own directory may be left of an install that was interrupted before the list. */
  private void planDirectory(String path) throws IOException {
    Entry entry = Entry.directory(path);
    if (isMissing(path)) {
      missing.add(path);
      wanted.add(entry);
    } else if (isForeignLink(entry)) {
      throw new IOException(root.resolve(path) + " is a link where this needs a directory");
    } else if (!root.resolve(path).toRealPath().startsWith(root.toRealPath())) {
      throw new IOException(root.resolve(path) + " leads out of " + root);
    } else if (before.contains(entry) || isHome(path)) {
      wanted.add(entry);
    }
  }

  private static boolean isHome(String path) {
    return Path.of(path).equals(Path.of(Distribution.HOME));
  }

  /** In the place of a directory that an install made, or would make. */
  private boolean isForeignLink(Entry entry) {
    return Files.isSymbolicLink(root.resolve(entry.path()))
        && (before.contains(entry) || Path.of(entry.path()).startsWith(Distribution.HOME));
  }

  /** In a dry run, too, nothing is behind what would have been removed. */
  private boolean isMissing(String path) {
    Path parent = Path.of(path).getParent();
    return older.isGone(path)
        || (parent != null && missing.contains(parent.toString()))
        || !Files.exists(root.resolve(path));
  }

  private void plan(Item item) throws IOException {
    Entry entry =
        switch (item) {
          case Item.Plain plain -> Entry.file(plain.path(), plain.content().read());
          case Item.Link link -> Entry.link(link.path(), link.target());
        };
    Entry there = isMissing(item.path()) ? Entry.nothing(item.path()) : Entry.at(root, item.path());
    if (entry.equals(there)) {
      wanted.add(entry);
    } else if (isChangedConfiguration(item, there)) {
      wanted.addAll(before.at(item.path()));
      talk.accept("keep " + root.resolve(item.path()) + ", which was changed");
    } else {
      wanted.add(entry);
      changed.add(item);
    }
  }

  private boolean isChangedConfiguration(Item item, Entry there) {
    return item instanceof Item.Plain plain
        && plain.configuration()
        && !there.isNothing()
        && !before.contains(there);
  }

  private void carryOut() throws IOException {
    makeDirectories(Installer::isAboveTheList);
    writeList(before, wanted);
    makeDirectories(Predicate.not(Installer::isAboveTheList));
    for (Item item : changed) {
      carryOut(item);
    }
    writeList(wanted);
  }

  private static boolean isAboveTheList(String directory) {
    return Path.of(Manifest.PATH).startsWith(directory);
  }

  private void makeDirectories(Predicate<String> which) throws IOException {
    for (String path : missing.stream().filter(which).toList()) {
      Path place = root.resolve(path);
      talk.accept("make " + place);
      if (!dryRun) {
        Files.createDirectory(place);
        setMode(place, EXECUTABLE);
      }
    }
  }

  private void writeList(Manifest... parts) throws IOException {
    Manifest list = new Manifest();
    List.of(parts).forEach(part -> list.addAll(part.entries()));
    if (!dryRun) {
      list.write(root);
    }
  }

  private void carryOut(Item item) throws IOException {
    Path place = root.resolve(item.path());
    boolean isNew = isMissing(item.path());
    talk.accept((isNew ? "write " : "replace ") + place);
    if (!dryRun) {
      Whole.put(place, next -> make(item, next));
    }
  }

  private static void make(Item item, Path next) throws IOException {
    switch (item) {
      case Item.Plain plain -> {
        Files.write(next, plain.content().read());
        setMode(next, plain.executable() ? EXECUTABLE : READABLE);
      }
      case Item.Link link -> Files.createSymbolicLink(next, Path.of(link.target()));
    }
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}

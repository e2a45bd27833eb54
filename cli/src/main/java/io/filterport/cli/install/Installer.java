package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes what is below a root what it should be, and tells each step. Installing again changes
 * nothing; another version takes the place of the one before. What is there appears by a rename, so
 * a program that runs keeps what it runs from.
 *
 * <p>The list of what was made is written before anything is, and again at the end: whenever this
 * is interrupted, {@link Uninstaller} knows everything.
 */
public final class Installer {
  private static final String EXECUTABLE = "rwxr-xr-x";
  private static final String READABLE = "rw-r--r--";

  private final Path root;
  private final boolean dryRun;
  private final Consumer<String> talk;
  private final Set<String> removed = new HashSet<>();
  private final Set<String> made = new HashSet<>();

  private Installer(Path root, boolean dryRun, Consumer<String> talk) {
    this.root = root;
    this.dryRun = dryRun;
    this.talk = talk;
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
    List<Item> items = new ArrayList<>(Distribution.items(share));
    Installer installer = new Installer(root, dryRun, talk);
    if (!ownRuntime) {
      items.add(JavaRuntime.link());
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
    Manifest before = Manifest.read(root);
    Manifest now = Manifest.read(root);
    Set<String> paths = items.stream().map(Item::path).collect(Collectors.toSet());
    Set<String> directories = new LinkedHashSet<>();
    paths.forEach(path -> addParents(path, directories));
    removeOthers(paths, directories, now);
    for (String directory : directories.stream().sorted().toList()) {
      makeDirectory(directory, now);
    }
    writeList(now);
    for (Item item : items) {
      install(item, before, now);
    }
    writeList(now);
  }

  private static void addParents(String path, Set<String> directories) {
    Path parent = Path.of(path).getParent();
    while (parent != null && directories.add(parent.toString())) {
      parent = parent.getParent();
    }
  }

  private void makeDirectory(String path, Manifest now) throws IOException {
    Path place = root.resolve(path);
    if (isMissing(path)) {
      made.add(path);
      talk.accept("make " + place);
      now.add(Entry.directory(path));
      if (!dryRun) {
        Files.createDirectory(place);
        setMode(place, EXECUTABLE);
      }
    } else if (!place.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException(place + " leads out of " + root);
    }
  }

  /** In a dry run, too, nothing is behind what would have been removed. */
  private boolean isMissing(String path) {
    Path parent = Path.of(path).getParent();
    return removed.contains(path)
        || (parent != null && made.contains(parent.toString()))
        || !Files.exists(root.resolve(path));
  }

  private void writeList(Manifest now) throws IOException {
    if (!dryRun) {
      now.write(root);
    }
  }

  private void install(Item item, Manifest before, Manifest now) throws IOException {
    Entry wanted =
        switch (item) {
          case Item.Plain plain -> Entry.file(plain.path(), plain.content().read());
          case Item.Link link -> Entry.link(link.path(), link.target());
        };
    Entry there = isMissing(item.path()) ? Entry.nothing(item.path()) : Entry.at(root, item.path());
    if (wanted.equals(there)) {
      now.add(wanted);
    } else if (isChangedConfiguration(item, there, before)) {
      talk.accept("keep " + root.resolve(item.path()) + ", which was changed");
    } else {
      talk.accept((there.isNothing() ? "write " : "replace ") + root.resolve(item.path()));
      now.add(wanted);
      if (!dryRun) {
        put(item);
      }
    }
  }

  private static boolean isChangedConfiguration(Item item, Entry there, Manifest before) {
    return item instanceof Item.Plain plain
        && plain.configuration()
        && !there.isNothing()
        && !before.find(item.path()).equals(Optional.of(there));
  }

  private void put(Item item) throws IOException {
    Path place = root.resolve(item.path());
    Path next = place.resolveSibling("." + place.getFileName() + ".new");
    Files.deleteIfExists(next);
    switch (item) {
      case Item.Plain plain -> {
        Files.write(next, plain.content().read());
        setMode(next, plain.executable() ? EXECUTABLE : READABLE);
      }
      case Item.Link link -> Files.createSymbolicLink(next, Path.of(link.target()));
    }
    Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** What an earlier version had, and this one has not. */
  private void removeOthers(Set<String> paths, Set<String> directories, Manifest now)
      throws IOException {
    List<Entry> others =
        now.entries().stream()
            .filter(entry -> !(entry.kind() == 'd' ? directories : paths).contains(entry.path()))
            .toList();
    others.forEach(entry -> removed.add(entry.path()));
    new Uninstaller(root, dryRun, talk).remove(others, now);
  }
}

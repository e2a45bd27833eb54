package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The list of what was installed below a root, in the order in which it was made. While another
 * version takes the place of the one before, a path has an entry of each.
 */
final class Manifest {
  /** Where it lies, relative to the root. */
  static final String PATH = Distribution.HOME + "installed";

  private final Set<Entry> entries = new LinkedHashSet<>();

  /** {@return the list below a root, empty if there is none} */
  static Manifest read(Path root) throws IOException {
    Manifest manifest = new Manifest();
    Path file = root.resolve(PATH);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        manifest.add(Entry.parse(line));
      }
    }
    return manifest;
  }

  void write(Path root) throws IOException {
    List<String> lines = entries.stream().map(Entry::line).toList();
    Whole.put(root.resolve(PATH), next -> Files.write(next, lines));
  }

  Manifest copy() {
    Manifest copy = new Manifest();
    copy.addAll(entries);
    return copy;
  }

  void add(Entry entry) {
    entries.add(entry);
  }

  void addAll(Collection<Entry> others) {
    entries.addAll(others);
  }

  void removeAll(Collection<Entry> others) {
    entries.removeAll(Set.copyOf(others));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean contains(Entry entry) {
    return entries.contains(entry);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  List<Entry> at(String path) {
    return entries.stream().filter(entry -> entry.path().equals(path)).toList();
  }
}

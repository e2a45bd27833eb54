package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of what was installed below a root, in the order in which it was made. */
final class Manifest {
  /** Where it lies, relative to the root. */
  static final String PATH = "usr/lib/filterport/installed";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

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
    Files.write(root.resolve(PATH), entries.values().stream().map(Entry::line).toList());
  }

  void add(Entry entry) {
    entries.put(entry.path(), entry);
  }

  void remove(String path) {
    entries.remove(path);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Optional<Entry> find(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }
}

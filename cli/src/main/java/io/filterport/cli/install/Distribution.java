package io.filterport.cli.install;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.install.Item.Plain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What this program consists of, and where a system has it. */
final class Distribution {
  static final String HOME = "usr/lib/filterport/";

  /** A package brings it, and its manager takes it away: what is beside it belongs to that one. */
  private static final String PACKAGED = HOME + "packaged";

  private Distribution() {}

  /**
   * {@return everything but the Java runtime}
   *
   * @param share text files below {@code /usr/share}, by their paths there
   */
  static List<Item> items(Map<String, String> share) throws IOException {
    List<Item> items = new ArrayList<>();
    for (Path entry : modulePath()) {
      items.addAll(program(entry));
    }
    items.addAll(data());
    share.forEach((path, text) -> items.add(Plain.text("usr/share/" + path, text)));
    return items;
  }

  /** {@return whether this very program would take its own place} */
  static boolean isInstalledBelow(Path root) throws IOException {
    Path home = root.resolve(HOME);
    for (Path entry : modulePath()) {
      if (Files.exists(home) && entry.toRealPath().startsWith(home.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  static void requireNoPackage(Path root) {
    if (Files.exists(root.resolve(PACKAGED))) {
      throw new FilterPortException(
          "a package is installed below " + root,
          NtStatus.OBJECT_NAME_COLLISION,
          "Remove it first, with apt-get remove filterport; or install the new package over it.");
    }
  }

  private static List<Path> modulePath() {
    String path = System.getProperty("jdk.module.path", "");
    return Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  private static List<Item> data() {
    return List.of(
        Plain.data("usr/bin/filterport", "launcher.sh").asProgram(),
        Plain.data("usr/lib/systemd/system/filterport.service", "filterport.service"),
        Plain.data("usr/lib/systemd/system/filterport-scan.service", "filterport-scan.service"),
        Plain.data("usr/lib/sysusers.d/filterport.conf", "sysusers.conf"),
        Plain.data("usr/lib/tmpfiles.d/filterport.conf", "tmpfiles.conf"),
        Plain.configuration("etc/filterport/filterport.toml", InstalledConfiguration::read));
  }

  private static List<Item> program(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      return List.of(jar(entry));
    }
    List<Item> items = new ArrayList<>();
    try (Stream<Path> jars = Files.list(entry)) {
      jars.filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(Distribution::jar)
          .forEach(items::add);
    }
    return items;
  }

  private static Item jar(Path jar) {
    return new Plain(
        HOME + "lib/" + jar.getFileName(), false, false, () -> Files.readAllBytes(jar));
  }

  /** {@return the files below a directory} */
  static List<Item> tree(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .sorted()
          .map(below(directory, prefix))
          .toList();
    }
  }

  private static Function<Path, Item> below(Path directory, String prefix) {
    return file -> Plain.copy(prefix + directory.relativize(file), file);
  }
}

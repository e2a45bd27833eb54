package io.filterport.cli.install;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.Writers;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** What runs the installed program. */
final class JavaRuntime {
  /**
   * Built into its {@code java}: with it this program runs whoever starts it, and no other does.
   */
  private static final String OPTIONS =
      "--enable-native-access=io.filterport.linux --illegal-native-access=deny";

  private static final List<Path> HOMES = List.of(Path.of("/home"), Path.of("/root"));
  private static final long ROOT = 0;
  private static final String PLACE = Distribution.HOME + "jre";

  private JavaRuntime() {}

  /**
   * {@return a link to what runs this process} A unit of root runs it: on this system it has to be
   * root's, and where the scanner's unit sees it, which sees no homes.
   *
   * @param root below which the link will be
   */
  static Item link(Path root) throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    if (root.getParent() == null) {
      requireOutsideOfHomes(home);
      requireOfRoot(home);
    }
    return new Item.Link(PLACE, home.toString());
  }

  private static void requireOutsideOfHomes(Path home) {
    if (HOMES.stream().anyMatch(home::startsWith)) {
      throw refusal(home, "the scanner's unit sees no homes");
    }
  }

  private static void requireOfRoot(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::exists).toList()) {
        Optional<Path> writable = Writers.placeOfOthers(file.toRealPath(), ROOT);
        if (writable.isPresent()) {
          throw refusal(home, "others than root can write " + writable.get());
        }
      }
    }
  }

  private static FilterPortException refusal(Path home, String why) {
    return new FilterPortException(
        "a link to the Java runtime " + home + ": " + why,
        NtStatus.ACCESS_DENIED,
        "Give --jre, which makes a runtime of root's, or run this with a JDK of the system.");
  }

  /**
   * {@return a runtime of its own}
   *
   * @param directory a new one, which has to stay until the items are installed
   */
  static List<Item> image(Path directory) throws IOException {
    Path image = directory.resolve("image");
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IOException("this Java runtime has no jlink; run a JDK"));
    int result =
        jlink.run(
            System.err,
            System.err,
            "--add-modules=" + String.join(",", modules()),
            "--no-header-files",
            "--no-man-pages",
            "--add-options=" + OPTIONS,
            "--output=" + image);
    if (result != 0) {
      throw new IOException("jlink ended with " + result);
    }
    return Distribution.tree(image, PLACE + "/");
  }

  /** {@return the modules of the JDK that this program asks for} */
  private static List<String> modules() {
    return ModuleLayer.boot().modules().stream()
        .filter(module -> !isOfJdk(module.getName()))
        .flatMap(JavaRuntime::required)
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> required(Module module) {
    return module.getDescriptor().requires().stream()
        .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .map(Requires::name)
        .filter(JavaRuntime::isOfJdk);
  }

  private static boolean isOfJdk(String module) {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

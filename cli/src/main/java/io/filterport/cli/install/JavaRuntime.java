package io.filterport.cli.install;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** What runs the installed program. */
final class JavaRuntime {
  /**
   * Built into its {@code java}: with it this program runs whoever starts it, and no other does.
   */
  private static final String OPTIONS =
      "--enable-native-access=io.filterport.linux --illegal-native-access=deny";

  private static final String PLACE = Distribution.HOME + "jre";

  private JavaRuntime() {}

  /** {@return a link to what runs this process} */
  static Item link() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    return new Item.Link(PLACE, home.toString());
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

package io.filterport.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts what is not there by halves: it is made beside its place, and gets there by a rename. One
 * that fails leaves nothing; one that is killed leaves what {@link #unfinished} names.
 */
final class Whole {
  private Whole() {}

  /** Makes something at a path that does not exist. */
  @FunctionalInterface
  interface Maker {
    void make(Path path) throws IOException;
  }

  static void put(Path place, Maker maker) throws IOException {
    Path next = unfinished(place);
    Files.deleteIfExists(next);
    try {
      maker.make(next);
      Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** {@return where it is made} */
  static Path unfinished(Path place) {
    return place.resolveSibling("." + place.getFileName() + ".new");
  }
}

package io.filterport.verify.onaccess.churn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Directories with names for files. A name says what is in the file, always: a file is made under
 * another name first, and gets only names of its kind.
 *
 * @param directories all of them
 */
record Tree(List<Path> directories) {
  private static final int NAMES = 60;

  /** Kinds of content. */
  enum Kind {
    CLEAN,
    EICAR
  }

  static Tree make(Path top, int directories) throws IOException {
    List<Path> made = new ArrayList<>();
    for (int i = 0; i < directories; i++) {
      made.add(Files.createDirectory(top.resolve("d" + i)));
    }
    return new Tree(made);
  }

  /** {@return any name of a kind; perhaps there is no such file} */
  Path any(Kind kind, RandomGenerator random) {
    Path directory = directories.get(random.nextInt(directories.size()));
    return directory.resolve(kind + "-" + random.nextInt(NAMES));
  }
}

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

  /** Of each kind and directory: with a change in fifty a file rests for some ten seconds. */
  private static final int RESTING = 60;

  private static final int CHANGES = 50;

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

  /** {@return any name of a kind, to be opened; perhaps there is no such file} */
  Path any(Kind kind, RandomGenerator random) {
    return name(kind, random, random.nextBoolean());
  }

  /**
   * {@return the same, to be changed} One that rests comes seldom: verdicts are kept of files that
   * have not changed for a while.
   */
  Path toChange(Kind kind, RandomGenerator random) {
    return name(kind, random, random.nextInt(CHANGES) == 0);
  }

  private Path name(Kind kind, RandomGenerator random, boolean resting) {
    Path directory = directories.get(random.nextInt(directories.size()));
    int number = random.nextInt(resting ? RESTING : NAMES);
    return directory.resolve(kind + (resting ? "-rests-" : "-") + number);
  }
}

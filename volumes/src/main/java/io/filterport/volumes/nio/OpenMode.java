package io.filterport.volumes.nio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.file.OpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What an open may do to the file. Immutable.
 *
 * @param options those of the call, with the ones that its method implies
 */
record OpenMode(Set<? extends OpenOption> options) {

  static OpenMode ofInputStream(OpenOption... options) {
    Set<OpenOption> all = new HashSet<>(Arrays.asList(options));
    all.add(READ);
    return new OpenMode(all);
  }

  static OpenMode ofOutputStream(OpenOption... options) {
    Set<OpenOption> all = new HashSet<>(Arrays.asList(options));
    if (all.isEmpty()) {
      all.add(CREATE);
    }
    all.add(WRITE);
    return new OpenMode(all);
  }

  boolean writes() {
    return options.contains(WRITE) || options.contains(APPEND);
  }

  /** Whether it makes the file if there is none; without writing the options count for nothing. */
  boolean creates() {
    return writes() && (options.contains(CREATE) || options.contains(CREATE_NEW));
  }

  boolean createsOnly() {
    return writes() && options.contains(CREATE_NEW);
  }

  boolean deletesOnClose() {
    return options.contains(DELETE_ON_CLOSE);
  }
}

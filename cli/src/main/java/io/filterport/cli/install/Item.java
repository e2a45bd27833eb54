package io.filterport.cli.install;

import io.filterport.cli.config.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Something to install. */
sealed interface Item {
  /** {@return where, relative to the root} */
  String path();

  /** What a file contains. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /**
   * A file.
   *
   * @param path where
   * @param executable whether it is a program
   * @param configuration whether it becomes the administrator's: a changed one stays
   * @param content what it contains
   */
  record Plain(String path, boolean executable, boolean configuration, Content content)
      implements Item {
    static Plain copy(String path, Path source) {
      return new Plain(path, Files.isExecutable(source), false, () -> Files.readAllBytes(source));
    }

    static Plain text(String path, String text) {
      return new Plain(path, false, false, () -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Plain data(String path, String resource) {
      return new Plain(path, false, false, () -> Resources.read(Item.class, resource));
    }

    static Plain configuration(String path, Content content) {
      return new Plain(path, false, true, content);
    }

    Plain asProgram() {
      return new Plain(path, true, configuration, content);
    }
  }

  /**
   * A symbolic link.
   *
   * @param path where
   * @param target what it contains
   */
  record Link(String path, String target) implements Item {}
}

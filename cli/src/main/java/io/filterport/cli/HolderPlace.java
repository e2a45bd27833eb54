package io.filterport.cli;

import java.nio.file.Path;

/** Where the holder of a host listens: beside the host's control socket. */
final class HolderPlace {
  private static final String SUFFIX = ".hold";

  private HolderPlace() {}

  static Path of(Path controlSocket) {
    return sibling(controlSocket, SUFFIX);
  }

  /** {@return where a new one begins, while another one may be there} */
  static Path ofNew(Path controlSocket) {
    return sibling(controlSocket, SUFFIX + ".new");
  }

  private static Path sibling(Path controlSocket, String suffix) {
    return controlSocket.resolveSibling(controlSocket.getFileName() + suffix);
  }
}

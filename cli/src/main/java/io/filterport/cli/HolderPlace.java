package io.filterport.cli;

import java.nio.file.Path;

/** Where the holder of a host listens: beside the host's control socket. */
final class HolderPlace {
  private static final String SUFFIX = ".hold";
  private static final String SUFFIX_OF_NEW = SUFFIX + ".new";

  private HolderPlace() {}

  static Path of(Path controlSocket) {
    return sibling(controlSocket, SUFFIX);
  }

  /** {@return where a new one begins, while another one may be there} */
  static Path ofNew(Path controlSocket) {
    return sibling(controlSocket, SUFFIX_OF_NEW);
  }

  /** {@return the control socket that a new one began beside} */
  static Path socketOf(String placeOfNew) {
    return Path.of(
        placeOfNew.endsWith(SUFFIX_OF_NEW)
            ? placeOfNew.substring(0, placeOfNew.length() - SUFFIX_OF_NEW.length())
            : placeOfNew);
  }

  private static Path sibling(Path controlSocket, String suffix) {
    return controlSocket.resolveSibling(controlSocket.getFileName() + suffix);
  }
}

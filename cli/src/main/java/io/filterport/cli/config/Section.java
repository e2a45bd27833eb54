package io.filterport.cli.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A section of the configuration file.
 *
 * @param name in brackets
 * @param repeated whether it may stand there more than once, in double brackets
 * @param reader the command that it is for; the other one follows {@link Sections#SOCKET} alone
 * @param meaning a sentence for people
 * @param keys its keys, in the order in which they are shown
 */
public record Section(
    String name, boolean repeated, Reader reader, String meaning, List<Key> keys) {

  /** Who follows a section; every command checks all of them. */
  public enum Reader {
    /** The privileged side. */
    HOST,
    /** The scanner's service. */
    SCAN;

    /** {@return the command's name} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@return the keys that a command follows} */
  public List<Key> keysFor(Reader command) {
    return keys.stream().filter(key -> reader == command || key.equals(Sections.SOCKET)).toList();
  }

  /** {@return the key that tells repeated ones apart, without which none can stand} */
  Key identity() {
    return keys.getFirst();
  }

  Optional<Key> key(String wanted) {
    return keys.stream().filter(key -> key.name().equals(wanted)).findFirst();
  }

  String header() {
    return repeated ? "[[" + name + "]]" : "[" + name + "]";
  }
}

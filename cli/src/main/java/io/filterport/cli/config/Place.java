package io.filterport.cli.config;

/**
 * Where something stands in a configuration file.
 *
 * @param file as it was named
 * @param line counted from 1
 * @param column in characters, counted from 1
 */
public record Place(String file, int line, int column) {
  /** {@return the form that editors jump to} */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

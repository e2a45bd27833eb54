package io.filterport.cli;

import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line that have bounds. Stateless. */
final class Numbers {
  private Numbers() {}

  /**
   * {@return the value}
   *
   * @throws TypeConversionException if it lies outside
   */
  static int inRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new TypeConversionException(
          option + " takes " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /**
   * {@return the value}
   *
   * @throws TypeConversionException if it is less
   */
  static long atLeast(String option, long value, long least) {
    if (value < least) {
      throw new TypeConversionException(option + " takes " + least + " or more, not " + value);
    }
    return value;
  }
}

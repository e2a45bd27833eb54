package io.filterport.cli;

import io.filterport.cli.config.Range;
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
   * @param range of the key that means the same
   * @throws TypeConversionException if it lies outside
   */
  static long inRange(String option, long value, Range range) {
    if (!range.contains(value)) {
      throw new TypeConversionException(option + " takes " + range + ", not " + value);
    }
    return value;
  }

  /** {@return the same of a range that is one of ints} */
  static int inRange(String option, int value, Range range) {
    return (int) inRange(option, (long) value, range);
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

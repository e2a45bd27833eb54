package io.filterport.cli;

import io.filterport.cli.config.GroupText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A group on the command line. */
final class GroupConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return GroupText.gid(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

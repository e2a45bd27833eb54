package io.filterport.cli;

import io.filterport.NtStatus;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A status on the command line: a number, decimal or with 0x, up to 32 bits. */
final class StatusConverter implements ITypeConverter<NtStatus> {
  @Override
  public NtStatus convert(String text) {
    try {
      long value = Long.decode(text);
      if (value < Integer.MIN_VALUE || value > 0xFFFFFFFFL) {
        throw new NumberFormatException();
      }
      return new NtStatus((int) value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a 32-bit status such as 0xc0000022");
    }
  }
}

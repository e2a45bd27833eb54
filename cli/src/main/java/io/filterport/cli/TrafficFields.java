package io.filterport.cli;

import io.filterport.NtStatus;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one line of a recording, each looked at for what it may be. What it may not be is
 * an {@link IllegalArgumentException}.
 */
record TrafficFields(Map<String, @Nullable Object> fields) {

  String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "is no text");
  }

  boolean flag(String name) {
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "is neither true nor false");
  }

  long number(String name, long least, long most) {
    if (fields.get(name) instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw wrong(name, "is no whole number from " + least + " to " + most);
  }

  /** {@return the number; null if the field is null or missing} */
  @Nullable Long optional(String name, long least, long most) {
    return fields.get(name) == null ? null : (Long) number(name, least, most);
  }

  NtStatus status(String name) {
    String hex = text(name);
    if (!hex.matches("0x[0-9a-f]{8}")) {
      throw wrong(name, "is no status");
    }
    return new NtStatus(Integer.parseUnsignedInt(hex.substring(2), 16));
  }

  /** {@return a payload, of which no more can be there than its length} */
  Kept kept(String lengthName, String name, long most) {
    long length = number(lengthName, 0, most);
    if (fields.get(name) == null) {
      return new Kept(length, null);
    }
    byte[] bytes = Base64.getDecoder().decode(text(name));
    if (bytes.length > length) {
      throw wrong(name, "has " + bytes.length + " bytes, more than " + lengthName);
    }
    return new Kept(length, bytes);
  }

  private static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException("\"" + name + "\" " + what);
  }
}

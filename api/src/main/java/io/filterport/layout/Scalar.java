package io.filterport.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types without parts; each is aligned to its size. C's names are the unsigned ones that
 * Windows' message structures are written with: the bits are the same.
 */
enum Scalar implements CType {
  BYTE(byte.class, "UCHAR", ValueLayout.JAVA_BYTE) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(ValueLayout.JAVA_BYTE, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }
  },

  /** C takes every value but zero for true; written is 1. */
  BOOLEAN(boolean.class, "BOOLEAN", ValueLayout.JAVA_BYTE) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(ValueLayout.JAVA_BYTE, offset) != 0;
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(ValueLayout.JAVA_BYTE, offset, (byte) ((boolean) value ? 1 : 0));
    }
  },

  SHORT(short.class, "USHORT", LittleEndian.SHORT) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.SHORT, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.SHORT, offset, (short) value);
    }
  },

  CHAR(char.class, "WCHAR", LittleEndian.CHAR) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.CHAR, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.CHAR, offset, (char) value);
    }
  },

  INT(int.class, "ULONG", LittleEndian.INT) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.INT, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.INT, offset, (int) value);
    }
  },

  LONG(long.class, "ULONGLONG", LittleEndian.LONG) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.LONG, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.LONG, offset, (long) value);
    }
  },

  FLOAT(float.class, "float", LittleEndian.FLOAT) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.FLOAT, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.FLOAT, offset, (float) value);
    }
  },

  DOUBLE(double.class, "double", LittleEndian.DOUBLE) {
    @Override
    public Object read(MemorySegment message, long offset) {
      return message.get(LittleEndian.DOUBLE, offset);
    }

    @Override
    public void write(Object value, MemorySegment message, long offset) {
      message.set(LittleEndian.DOUBLE, offset, (double) value);
    }
  };

  /** The same on every machine, at any address. A class of its own: the constants need it first. */
  private static final class LittleEndian {
    static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfChar CHAR =
        ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE =
        ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  }

  private final Class<?> javaType;
  private final String cName;

  // A ValueLayout is immutable; its type merely does not say so to the analyser.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ValueLayout layout;

  Scalar(Class<?> javaType, String cName, ValueLayout layout) {
    this.javaType = javaType;
    this.cName = cName;
    this.layout = layout;
  }

  /** {@return the scalar of a Java type, if it has one} */
  static Optional<Scalar> of(Class<?> javaType) {
    return Arrays.stream(values()).filter(scalar -> scalar.javaType == javaType).findFirst();
  }

  Class<?> javaType() {
    return javaType;
  }

  /** {@return how to copy whole arrays} */
  ValueLayout layout() {
    return layout;
  }

  @Override
  public int size() {
    return (int) layout.byteSize();
  }

  @Override
  public int alignment() {
    return size();
  }

  @Override
  public String declare(String name) {
    return cName + " " + name;
  }
}

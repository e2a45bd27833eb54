package io.filterport.verify.conformance.samples;

import io.filterport.layout.Flexible;
import io.filterport.layout.Length;
import io.filterport.layout.MessageLayout;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/** What minispy's two sides include both. */
final class MinispyMessages {
  static final String PORT = "\\MiniSpyPort";
  static final int GET_LOG = 0;
  static final int GET_VERSION = 1;
  static final Version CURRENT = new Version((short) 2, (short) 0);

  /** The type of a record before which others were dropped. */
  static final int AFTER_DROPPED = 0x20000000;

  static final MessageLayout<Command> COMMAND = layout(Command.class);
  static final MessageLayout<CommandField> COMMAND_FIELD = layout(CommandField.class);
  static final MessageLayout<Version> VERSION = layout(Version.class);
  static final MessageLayout<LengthField> LENGTH_FIELD = layout(LengthField.class);
  static final MessageLayout<LogRecord> RECORD = layout(LogRecord.class);

  private static final int DATA = 17;
  private static final int POINTER = Long.BYTES;

  private MinispyMessages() {}

  record Command(int command, int reserved) {}

  /** The least of a command that the filter takes. */
  record CommandField(int command) {}

  record Version(short major, short minor) {}

  /** How long a record is that lies in front of others. */
  record LengthField(int length) {}

  /** A record's length is a multiple of the pointer's. */
  @SuppressWarnings("ArrayRecordComponent") // C has nothing else
  record LogRecord(
      int length,
      int sequenceNumber,
      int type,
      int reserved,
      @Length(DATA) long[] data,
      @Flexible char[] name) {
    static LogRecord of(int sequenceNumber, int type, String name) {
      int units = POINTER / Character.BYTES;
      char[] padded = Arrays.copyOf(name.toCharArray(), (name.length() / units + 1) * units);
      int length = RECORD.size() + padded.length * Character.BYTES;
      return new LogRecord(length, sequenceNumber, type, 0, new long[DATA], padded);
    }
  }

  private static <T extends Record> MessageLayout<T> layout(Class<T> type) {
    return MessageLayout.of(MethodHandles.lookup(), type);
  }
}

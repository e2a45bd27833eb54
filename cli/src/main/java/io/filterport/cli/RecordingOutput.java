package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.End;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the lines of a recording go: whole lines, counted, and no more than fit. For one thread.
 */
final class RecordingOutput implements AutoCloseable {
  /** What is kept free for the last line, whatever its reason. */
  static final int END_BYTES = 64;

  private static final String BEGIN = "{\"type\":\"" + TrafficLine.BEGIN + "\"";
  private static final Pattern LOST =
      Pattern.compile("\\{\"type\":\"" + TrafficLine.LOST + "\",\"records\":(\\d{1,18})\\}");

  private final OutputStream out;
  private final PrintWriter console;
  private final long mostBytes;
  private final long mostRecords;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long written;
  private boolean full;
  private long records;
  private long lost;

  private RecordingOutput(OutputStream out, PrintWriter console, long mostBytes, long mostRecords) {
    this.out = out;
    this.console = console;
    this.mostBytes = mostBytes;
    this.mostRecords = mostRecords;
  }

  /** {@return output to a writer, which stays open, and has room for any number of lines} */
  static RecordingOutput to(PrintWriter console) {
    return new RecordingOutput(
        OutputStream.nullOutputStream(), console, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * {@return output to a new file that nobody else can read}
   *
   * @param mostBytes how long it may become, the last line included
   * @param mostRecords how many records it takes
   * @throws FilterPortException {@link NtStatus#OBJECT_NAME_COLLISION} if it is there already
   */
  static RecordingOutput to(Path file, long mostBytes, long mostRecords) throws IOException {
    try {
      OutputStream out =
          Channels.newOutputStream(
              Files.newByteChannel(
                  file,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------"))));
      return new RecordingOutput(
          new BufferedOutputStream(out),
          new PrintWriter(Writer.nullWriter()),
          mostBytes,
          mostRecords);
    } catch (FileAlreadyExistsException e) {
      throw new FilterPortException(
          "recording into " + file,
          NtStatus.OBJECT_NAME_COLLISION,
          "It exists; name another file, for what is recorded is never written over.");
    }
  }

  /** {@return how many records were written, the first line and losses not counted} */
  long records() {
    return records;
  }

  /** {@return how many records the host had no room for} */
  long lost() {
    return lost;
  }

  /** {@return whether a line had no room; nothing but the last line is written any more} */
  boolean isFull() {
    return full;
  }

  /** {@return whether the writer could not take everything, such as a pipe that nobody reads} */
  boolean hasFailed() {
    return console.checkError();
  }

  /**
   * Writes the lines that end in these bytes, and keeps the rest for the next ones.
   *
   * @param most records, after which nothing is written
   */
  void write(byte[] bytes, long most) throws IOException {
    for (byte b : bytes) {
      if (b != '\n') {
        line.write(b);
      } else if (records < most && hasRoom()) {
        tell(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }
    flush();
  }

  /** A shorter line behind one that had no room would hide the gap. */
  private boolean hasRoom() {
    full |= written + line.size() + 1 + END_BYTES > mostBytes || records >= mostRecords;
    return !full;
  }

  private void tell(String text) throws IOException {
    put(text);
    Matcher loss = LOST.matcher(text);
    if (loss.matches()) {
      lost += Long.parseLong(loss.group(1));
    } else if (!text.startsWith(BEGIN)) {
      records++;
    }
  }

  void end(End end) throws IOException {
    put(TrafficLine.of(end));
    flush();
  }

  private void put(String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    written += bytes.length;
    console.print(text + "\n");
  }

  private void flush() throws IOException {
    out.flush();
    console.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.End;
import io.filterport.cli.TrafficRecord.Lost;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recording that was read. Immutable.
 *
 * @param begin its first line
 * @param steps connects, messages and ends, in the order of the file
 * @param lost records that the host had no room for
 * @param unknown lines of a later version, which were passed over
 * @param complete whether it has its last line
 */
record Recording(Begin begin, List<Step> steps, long lost, long unknown, boolean complete) {
  /** The longest file that is read, for it is held in memory, and that is recorded. */
  static final long MAX_BYTES = 256L << 20;

  /** The most records that are read, for each takes memory, and that are recorded. */
  static final int MAX_RECORDS = 1 << 20;

  /** The longest line: two payloads of the most that is kept, in base64, and their fields. */
  static final int MAX_LINE = 16 << 20;

  /** A record and the number of its line. */
  record Step(long line, TrafficRecord record) {}

  /**
   * {@return the recording that a file is} What stands behind the last line end was cut off, and is
   * passed over.
   *
   * @throws FilterPortException {@link NtStatus#OBJECT_NAME_NOT_FOUND} without a file; {@link
   *     NtStatus#UNSUCCESSFUL} if it cannot be read; {@link NtStatus#INVALID_PARAMETER} if it is no
   *     recording; {@link NtStatus#UNKNOWN_REVISION}
   */
  static Recording read(Path file) {
    return read(file, MAX_BYTES, MAX_RECORDS);
  }

  /** {@return the same, of a file that is as long at most: a pipe does not say how long it is} */
  static Recording read(Path file, long mostBytes, int mostRecords) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new Reader(file, mostBytes, mostRecords).read(in);
    } catch (NoSuchFileException e) {
      throw new FilterPortException(
          "reading the recording " + file,
          NtStatus.OBJECT_NAME_NOT_FOUND,
          "There is no such file.");
    } catch (IOException e) {
      throw new FilterPortException(
          "reading the recording " + file + ": " + e,
          NtStatus.UNSUCCESSFUL,
          "Name a file that this user may read; record makes it for its own user alone.");
    }
  }

  private static FilterPortException failure(Path file, String what) {
    return new FilterPortException(
        "reading the recording " + file + ": " + what,
        NtStatus.INVALID_PARAMETER,
        "See docs/record-replay.md for what a recording is.");
  }

  /** Reads one file. */
  private static final class Reader {
    private final Path file;
    private final long mostBytes;
    private final int mostRecords;
    private final List<Step> steps = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long bytes;
    private long number;
    private long lost;
    private long unknown;
    private boolean complete;

    Reader(Path file, long mostBytes, int mostRecords) {
      this.file = file;
      this.mostBytes = mostBytes;
      this.mostRecords = mostRecords;
    }

    Recording read(InputStream in) throws IOException {
      if (!next(in) || !(parse().orElse(null) instanceof Begin begin)) {
        throw failure(file, "its first line does not begin a recording");
      }
      while (next(in)) {
        parse().ifPresentOrElse(this::add, () -> unknown++);
      }
      return new Recording(begin, List.copyOf(steps), lost, unknown, complete);
    }

    /** {@return whether there is another whole line} */
    private boolean next(InputStream in) throws IOException {
      line.reset();
      number++;
      for (int b = in.read(); b >= 0; b = in.read()) {
        bytes++;
        if (bytes > mostBytes) {
          throw failure(file, "more than " + mostBytes + " bytes");
        }
        if (b == '\n') {
          return true;
        }
        line.write(b);
        if (line.size() > MAX_LINE) {
          throw failure(file, "line " + number + " is longer than " + MAX_LINE + " bytes");
        }
      }
      return false;
    }

    private Optional<TrafficRecord> parse() {
      try {
        return TrafficParser.read(line.toString(StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw failure(file, "line " + number + ": " + e.getMessage());
      }
    }

    private void add(TrafficRecord record) {
      switch (record) {
        case Lost loss -> lost += loss.records();
        case End end -> complete = true;
        case Begin again -> throw failure(file, "line " + number + " begins another recording");
        default -> addStep(record);
      }
    }

    private void addStep(TrafficRecord record) {
      if (steps.size() == mostRecords) {
        throw failure(file, "more than " + mostRecords + " records");
      }
      steps.add(new Step(number, record));
    }
  }
}

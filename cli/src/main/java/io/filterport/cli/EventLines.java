package io.filterport.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads lines of events, whatever else stands between them. Stateless. */
final class EventLines {
  /** A longer line is no event. */
  static final int MAX_BYTES = 1 << 20;

  private EventLines() {}

  /**
   * Reads to the end. Empty lines are skipped.
   *
   * @param event gets the members of each line that is an object
   * @param unreadable is told of each line that is none: cut off, or something else
   */
  static void read(InputStream in, Consumer<Map<?, ?>> event, Runnable unreadable)
      throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    int next;
    do {
      next = buffered.read();
      if (next >= 0 && next != '\n') {
        tooLong |= line.size() == MAX_BYTES;
        put(line, next, tooLong);
      } else {
        take(line.toString(StandardCharsets.UTF_8), tooLong, event, unreadable);
        line.reset();
        tooLong = false;
      }
    } while (next >= 0);
  }

  private static void put(ByteArrayOutputStream line, int next, boolean tooLong) {
    if (!tooLong) {
      line.write(next);
    }
  }

  private static void take(
      String line, boolean tooLong, Consumer<Map<?, ?>> event, Runnable unreadable) {
    if (line.isBlank()) {
      return;
    }
    @Nullable Map<String, @Nullable Object> members = tooLong ? null : parse(line);
    if (members == null) {
      unreadable.run();
    } else {
      event.accept(members);
    }
  }

  private static @Nullable Map<String, @Nullable Object> parse(String line) {
    try {
      return JsonReader.object(line);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

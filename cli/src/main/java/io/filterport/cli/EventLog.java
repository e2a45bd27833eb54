package io.filterport.cli;

import io.filterport.spi.FailureLog;
import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VerdictListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events of all volumes of a host, as lines of one sink. Safe for use by any thread: those that
 * volumes have for telling, which wait here for each other and for the sink.
 */
final class EventLog implements AutoCloseable {
  private final EventSink sink;
  private final boolean all;
  private final FailureLog failures =
      FailureLog.to(System.getLogger("io.filterport.cli"), Level.WARNING, System::nanoTime);

  /** Filters by their altitude. */
  private final Map<String, String> names = new ConcurrentHashMap<>();

  /**
   * Makes a log without lines.
   *
   * @param sink gets them, and is closed with this
   * @param all whether it gets what was allowed, too
   */
  EventLog(EventSink sink, boolean all) {
    this.sink = sink;
    this.all = all;
  }

  /** Names a filter in the lines that tell of it. */
  void name(String altitude, String filter) {
    names.put(altitude, filter);
  }

  /**
   * {@return what writes the lines of one volume}
   *
   * @param volume its name
   */
  VerdictListener of(String volume) {
    return new VerdictListener() {
      @Override
      public void onVerdict(VerdictEvent event) {
        write(EventLine.of(event, event.altitude().flatMap(EventLog.this::filter)));
      }

      @Override
      public void onLost(long verdicts) {
        write(EventLine.ofLoss(volume, verdicts));
      }

      @Override
      public boolean wantsAllowed() {
        return all;
      }
    };
  }

  private Optional<String> filter(String altitude) {
    return Optional.ofNullable(names.get(altitude));
  }

  /** Whoever calls counts what is thrown as a loss. */
  private synchronized void write(String line) {
    try {
      sink.write(line);
    } catch (IOException e) {
      failures.tell("an event was lost: " + e.getMessage(), null);
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the sink, whoever is still in it. */
  @Override
  public void close() {
    sink.close();
  }
}

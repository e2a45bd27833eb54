package io.filterport.filter;

import java.util.List;
import java.util.Map;

/**
 * What happened at one server port since it was created, as far as it was counted at one moment.
 * Immutable. Numbers are taken one after the other while calls go on, so a sum may be short of its
 * parts by those under way.
 *
 * @param port its name
 * @param filter who owns it
 * @param seatsTaken units of MaxConnections in use
 * @param maxConnections its seats
 * @param accepted connections that the filter accepted
 * @param refused those that were refused, by reason: {@code descriptor}, {@code no_seat}, {@code
 *     filter}, {@code other}
 * @param ended accepted connections whose disconnect callback came, by what ended them first:
 *     {@code client_closed}, {@code client_died}, {@code filter_closed}, {@code unregistered},
 *     {@code breach}
 * @param toService what the filter sent, and became of it
 * @param toFilter what clients sent, and became of it
 * @param connections those alive, in the order in which they came
 */
public record PortActivity(
    String port,
    String filter,
    int seatsTaken,
    int maxConnections,
    long accepted,
    Map<String, Long> refused,
    Map<String, Long> ended,
    Traffic toService,
    Traffic toFilter,
    List<ConnectionActivity> connections) {
  /** Copies what could change. */
  public PortActivity {
    refused = Map.copyOf(refused);
    ended = Map.copyOf(ended);
    connections = List.copyOf(connections);
  }

  /**
   * The messages of one direction.
   *
   * @param outcomes how many came to what. To the service, see {@link SendResult.Outcome}: {@code
   *     replied}, {@code delivered}, {@code reply_truncated}, {@code timeout_not_delivered}, {@code
   *     timeout_no_reply}, {@code disconnected}, {@code interrupted}, {@code refused}. To the
   *     filter: {@code answered}, and {@code late} where the client did not wait any more
   * @param slotsUsed slots of the connections that hold a message
   * @param slots all slots of the connections
   * @param inLine senders that wait for a getter
   * @param oldestNanos how long the oldest sender has slept; 0 where none sleeps. Not known to the
   *     filter: 0
   * @param latency how long those took that were answered
   */
  public record Traffic(
      Map<String, Long> outcomes,
      int slotsUsed,
      int slots,
      int inLine,
      long oldestNanos,
      Latency latency) {
    /** Copies the map. */
    public Traffic {
      outcomes = Map.copyOf(outcomes);
    }
  }

  /**
   * Spans, counted in buckets.
   *
   * @param counts how many spans fell into each bucket, shortest first; the last one has no bound
   * @param totalNanos all spans together
   */
  public record Latency(List<Long> counts, long totalNanos) {
    private static final int FIRST_EXPONENT = 8;

    /** How many buckets there are: up to 256 ns, up to twice that, and so on, up to 17 s; more. */
    public static final int BUCKETS = 28;

    /** One message in so many is measured. */
    public static final int MEASURED_ONE_IN = 64;

    /** Copies the list. */
    public Latency {
      counts = List.copyOf(counts);
    }

    /**
     * {@return the longest span that falls into a bucket, in nanoseconds}
     *
     * @param bucket not the last one
     */
    public static long upperNanos(int bucket) {
      return 1L << (FIRST_EXPONENT + bucket);
    }

    /**
     * {@return the bucket of a span}
     *
     * @param nanos any
     */
    public static int bucket(long nanos) {
      int exponent = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, nanos) - 1);
      return Math.clamp(exponent - FIRST_EXPONENT, 0, BUCKETS - 1);
    }

    /** {@return how many spans there are} */
    public long total() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * One connection.
   *
   * @param id unique in its manager
   * @param processId the client's process
   * @param toService messages of the filter that were delivered
   * @param toFilter messages of the client that were taken
   * @param unanswered messages of the filter that await a reply, or a getter
   * @param oldestNanos how long the oldest of their senders has slept; 0 where none sleeps
   */
  public record ConnectionActivity(
      long id, long processId, long toService, long toFilter, int unanswered, long oldestNanos) {}
}

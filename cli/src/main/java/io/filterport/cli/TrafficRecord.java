package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.filter.SendResult.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a recording consists of, a line each. Times are nanoseconds since it began. Immutable. */
sealed interface TrafficRecord {

  /**
   * How a recording begins.
   *
   * @param port whose traffic it is
   * @param filter who owns the port; empty if it did not exist yet
   * @param altitude of the filter
   * @param oneWay whether the port takes no messages from its clients
   * @param maxMessageBytes of the port
   * @param machine where the host runs
   * @param hostPid the host's process
   * @param began when
   * @param mostKept bytes that are kept of each payload; -1 for none at all
   */
  record Begin(
      String port,
      String filter,
      String altitude,
      boolean oneWay,
      int maxMessageBytes,
      String machine,
      long hostPid,
      Instant began,
      int mostKept)
      implements TrafficRecord {}

  /**
   * A client that the filter was asked about.
   *
   * @param connection counts the clients of the port, from 1
   * @param at when the filter had decided
   * @param processId of the client
   * @param userId of the client
   * @param before whether the connection was there when the recording began
   * @param status what the filter said; a failure is a refusal
   * @param context of the connect
   */
  record Connect(
      long connection,
      long at,
      long processId,
      long userId,
      boolean before,
      NtStatus status,
      Kept context)
      implements TrafficRecord {}

  /** The end of an accepted connection. */
  record Disconnect(long connection, long at) implements TrafficRecord {}

  /**
   * A message and what became of it.
   *
   * @param byFilter FltSendMessage; else FilterSendMessage
   * @param connection of which it is
   * @param at when it was sent
   * @param nanos how long it took
   * @param message the payload
   * @param room for the answer; null if none was wanted, or the filter did not look
   * @param timeoutNanos of FltSendMessage; null for none
   * @param contentBytes the size of the content beside it; null without one
   * @param outcome of FltSendMessage; null for FilterSendMessage
   * @param status of the reply or the answer
   * @param answer the payload; after STATUS_BUFFER_TOO_SMALL the length alone, which is needed
   */
  record Exchange(
      boolean byFilter,
      long connection,
      long at,
      long nanos,
      Kept message,
      @Nullable Integer room,
      @Nullable Long timeoutNanos,
      @Nullable Long contentBytes,
      @Nullable Outcome outcome,
      NtStatus status,
      Kept answer)
      implements TrafficRecord {}

  /** What had no room, in its place. */
  record Lost(long records) implements TrafficRecord {}

  /** The last line, unless the file was cut. */
  record End(String reason) implements TrafficRecord {}
}

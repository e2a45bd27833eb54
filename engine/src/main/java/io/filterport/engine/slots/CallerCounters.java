package io.filterport.engine.slots;

/**
 * What a half that calls did, and does, at one moment. Immutable but for the latencies.
 *
 * @param delivered messages that reached a getter
 * @param told those of them that want no reply
 * @param settled those whose reply was read
 * @param slotsUsed slots that hold a message
 * @param slots all slots
 * @param inLine senders that wait for a getter
 * @param oldestNanos how long the oldest sender has slept; 0 where none sleeps
 * @param latencies from the send to its reply
 */
public record CallerCounters(
    long delivered,
    long told,
    long settled,
    int slotsUsed,
    int slots,
    int inLine,
    long oldestNanos,
    Latencies latencies) {}

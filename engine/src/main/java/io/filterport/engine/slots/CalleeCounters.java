package io.filterport.engine.slots;

/**
 * What a half that is called did, and does, at one moment. Immutable but for the latencies.
 *
 * @param collected messages that a getter took
 * @param answered replies that their callers got
 * @param late replies that found nobody
 * @param slotsUsed slots that hold a message
 * @param slots all slots
 * @param latencies from the collection to the reply; of the filter's side only
 */
public record CalleeCounters(
    long collected, long answered, long late, int slotsUsed, int slots, Latencies latencies) {}

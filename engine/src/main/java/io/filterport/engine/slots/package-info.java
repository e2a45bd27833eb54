/**
 * Call slots that the callee owns: the shared memory of a connection and the two halves that work
 * on it. {@link io.filterport.engine.slots.CallerHalf} and {@code CalleeRecords}, behind {@link
 * io.filterport.engine.slots.CalleeHalf}, carry the protocol.
 */
package io.filterport.engine.slots;

package io.filterport.spy;

import io.filterport.NtStatus;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.volume.FileOperation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation that was seen, for those who wanted it then. Immutable.
 *
 * @param number among all operations
 */
record Sighting(
    long number, Instant time, String path, Optional<String> targetPath, List<SpiedFor> clients) {

  /** Puts it into their logs. */
  void record(FileOperation operation, @Nullable NtStatus status) {
    byte[] record =
        SpyMessages.encode(
            new Operation(
                number,
                time,
                operation.kind().name(),
                path,
                targetPath,
                false,
                operation.size(),
                operation.processId(),
                operation.userId(),
                status));
    clients.forEach(client -> client.log().add(record));
  }
}

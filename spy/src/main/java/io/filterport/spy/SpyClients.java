package io.filterport.spy;

import io.filterport.spi.Losses.Reason;
import io.filterport.volume.FileOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who is connected, and the numbers of operations. Safe for use by any thread. */
final class SpyClients {
  private final List<SpiedFor> connected = new CopyOnWriteArrayList<>();
  private final AtomicLong operations = new AtomicLong();

  void add(SpiedFor client) {
    connected.add(client);
  }

  void remove(SpiedFor client) {
    connected.remove(client);
  }

  /** {@return what is seen of an operation, or null if nobody wants it} Numbers it in any case. */
  @Nullable Sighting see(FileOperation operation) {
    long number = operations.incrementAndGet();
    List<SpiedFor> wanting = asking(operation);
    if (wanting.isEmpty()) {
      return null;
    }
    String path = operation.path();
    Optional<String> targetPath = operation.targetPath();
    wanting.removeIf(client -> !client.takes(path) && !targetPath.map(client::takes).orElse(false));
    return wanting.isEmpty()
        ? null
        : new Sighting(number, Instant.now(), path, targetPath, wanting);
  }

  private List<SpiedFor> asking(FileOperation operation) {
    List<SpiedFor> asking = new ArrayList<>(SpyFilter.MAX_CLIENTS);
    for (SpiedFor client : connected) {
      if (client.mayTake(operation)) {
        asking.add(client);
      }
    }
    return asking;
  }

  /** Counts an operation that cannot be told. */
  void lose() {
    connected.forEach(client -> client.log().lose(Reason.FAILED));
  }
}

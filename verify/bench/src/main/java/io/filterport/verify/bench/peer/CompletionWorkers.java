package io.filterport.verify.bench.peer;

import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Threads that wait on one completion port for many overlapped gets, and answer what comes. */
final class CompletionWorkers {
  private final FilterPort port;
  private final CompletionPort queue = CompletionPort.create();

  /** Where each get puts its message; not changed once the threads run. */
  private final Map<Overlapped, MemorySegment> buffers = new HashMap<>();

  private CompletionWorkers(FilterPort port, int gets, int size) {
    this.port = port;
    queue.associate(port, 0);
    for (int i = 0; i < gets; i++) {
      buffers.put(
          Overlapped.create(), Arena.global().allocate(MessageHeader.SIZE + size, Long.BYTES));
    }
  }

  /** Begins, with a get for each caller; ends with the connection. */
  static void start(FilterPort port, int threads, Setup setup) {
    CompletionWorkers workers = new CompletionWorkers(port, setup.callers(), setup.size());
    workers.buffers.forEach((overlapped, buffer) -> port.getMessage(buffer, overlapped));
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().daemon().name("worker-" + i).start(workers::work);
    }
  }

  private void work() {
    try {
      while (true) {
        answer(Objects.requireNonNull(queue.get(Timeout.infinite())));
      }
    } catch (FilterPortException e) {
      // the filter is gone: the measurement is over
    }
  }

  private void answer(Completion completion) {
    Overlapped overlapped = Objects.requireNonNull(completion.overlapped());
    int ignored = overlapped.result();
    MemorySegment buffer = Objects.requireNonNull(buffers.get(overlapped));
    FilterportMessage.reply(port, buffer);
    port.getMessage(buffer, overlapped);
  }
}

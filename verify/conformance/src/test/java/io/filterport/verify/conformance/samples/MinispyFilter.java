package io.filterport.verify.conformance.samples;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.samples.MinispyMessages.LogRecord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Keeps records of operations until the client asks for them. Safe for use by any thread. */
final class MinispyFilter {
  static final String NAME = "minispy";
  static final int MAX_RECORDS = 500;
  static final int ALIGNMENT = Long.BYTES;

  final AtomicInteger disconnects = new AtomicInteger();

  /** What the filter sees of a call. */
  volatile UnaryOperator<MessageCall> seen = call -> call;

  private final Filter filter;
  private final ServerPort port;
  private volatile ClientPort client;

  // guarded by this
  private final Deque<MemorySegment> records = new ArrayDeque<>();
  private int sequenceNumber;
  private int delivered;
  private boolean dropped;

  MinispyFilter(FilterManager manager) {
    filter = manager.register(FilterRegistration.named(NAME).at("385100").onUnload(this::unload));
    port =
        filter.createCommunicationPort(
            PortAttributes.named(MinispyMessages.PORT).caseInsensitive(),
            PortCallbacks.of(this::connect, this::disconnect)
                .onMessage((cookie, call) -> message(seen.apply(call))),
            1);
  }

  private NtStatus connect(ConnectionRequest request) {
    client = request.clientPort();
    return NtStatus.SUCCESS;
  }

  private void disconnect(Object cookie) {
    client.close();
    disconnects.incrementAndGet();
  }

  private NtStatus unload(boolean mandatory) {
    port.close();
    filter.unregister();
    return NtStatus.SUCCESS;
  }

  /** {@return whether there was room for a record of an operation} */
  synchronized boolean log(String name) {
    if (records.size() == MAX_RECORDS) {
      dropped = true;
      return false;
    }
    int type = dropped ? MinispyMessages.AFTER_DROPPED : 0;
    dropped = false;
    sequenceNumber++;
    add(LogRecord.of(sequenceNumber, type, name));
    return true;
  }

  /** Keeps a record as it is. */
  synchronized void add(LogRecord record) {
    records.add(MinispyMessages.RECORD.encode(record));
  }

  /** Returns when there is room, which another thread may take first. */
  synchronized void awaitRoom() throws InterruptedException {
    while (records.size() == MAX_RECORDS) {
      wait();
    }
  }

  /** {@return the number of records that the client was given} */
  synchronized int delivered() {
    return delivered;
  }

  private NtStatus message(MessageCall call) {
    MemorySegment input = call.input();
    int field = MinispyMessages.COMMAND_FIELD.size();
    if (input.byteSize() < field) {
      return NtStatus.INVALID_PARAMETER;
    }
    return switch (MinispyMessages.COMMAND_FIELD.read(input.asSlice(0, field)).command()) {
      case MinispyMessages.GET_LOG -> getLog(call);
      case MinispyMessages.GET_VERSION ->
          call.answer(MinispyMessages.VERSION.encode(MinispyMessages.CURRENT));
      default -> NtStatus.INVALID_PARAMETER;
    };
  }

  private NtStatus getLog(MessageCall call) {
    MemorySegment output = call.output();
    if (output == null || output.byteSize() == 0) {
      return NtStatus.INVALID_PARAMETER;
    }
    if (!Buffers.isAligned(output, ALIGNMENT)) {
      return NtStatus.DATATYPE_MISALIGNMENT;
    }
    return copyRecords(call, output);
  }

  /** As many whole records as fit. */
  private synchronized NtStatus copyRecords(MessageCall call, MemorySegment output) {
    if (records.isEmpty()) {
      return NtStatus.NO_MORE_ENTRIES;
    }
    if (records.getFirst().byteSize() > output.byteSize()) {
      call.setReturnLength((int) records.getFirst().byteSize());
      return NtStatus.BUFFER_TOO_SMALL;
    }
    long used = 0;
    while (!records.isEmpty() && used + records.getFirst().byteSize() <= output.byteSize()) {
      MemorySegment record = records.getFirst();
      MemorySegment.copy(record, 0, output, used, record.byteSize());
      records.removeFirst(); // now: a copy that fails leaves the record to the next poll
      used += record.byteSize();
      delivered++;
    }
    notifyAll();
    call.setReturnLength((int) used);
    return NtStatus.SUCCESS;
  }
}

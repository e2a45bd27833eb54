package io.filterport.verify.conformance.samples;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.HResult;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.samples.MinispyMessages.Command;
import io.filterport.verify.conformance.samples.MinispyMessages.LogRecord;
import io.filterport.verify.conformance.samples.MinispyMessages.Version;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A prompt, and a logger that asks for records again and again. It never gets a message. */
final class MinispyService implements SampleService {
  static final int BUFFER = 4096;
  private static final long PAUSE_MILLIS = 5;

  /** A record and the end of its name. */
  private static final int LEAST = MinispyMessages.RECORD.size() + Character.BYTES;

  private static final MemorySegment GET_LOG = command(MinispyMessages.GET_LOG);

  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, Long.BYTES);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile FilterPort port;
  private volatile HResult end = HResult.S_OK;

  // of the thread that logs
  private HResult unexpected = HResult.S_OK;

  // guarded by this
  private int records;
  private int gaps;
  private int marked;
  private int last;

  private static MemorySegment command(int number) {
    return MinispyMessages.COMMAND.encode(new Command(number, 0));
  }

  @Override
  public void run(PortSpace space, Console console) throws InterruptedException {
    try (FilterPort connected = FilterPort.connect(space, MinispyMessages.PORT)) {
      port = connected;
      console.say("ready");
      console.obey(order -> obey(order, console));
      over.await();
    }
    console.say(report() + ", ended by " + end);
  }

  private void obey(String order, Console console) {
    switch (order) {
      case "log" -> Thread.ofPlatform().daemon().start(() -> logUntilOver(console));
      case "version" -> console.say(version());
      case "count" -> console.say(report());
      case "quit" -> over.countDown();
      default -> console.say("what?");
    }
  }

  private String version() {
    MemorySegment answer = Buffers.allocate(MinispyMessages.VERSION.size());
    int bytes = port.send(command(MinispyMessages.GET_VERSION), answer);
    Version version = MinispyMessages.VERSION.read(answer.asSlice(0, bytes));
    return version.major() + "." + version.minor();
  }

  private synchronized String report() {
    return "records %s, gaps %s, marked %s".formatted(records, gaps, marked);
  }

  private void logUntilOver(Console console) {
    try {
      boolean more = true;
      while (more) {
        more = poll(console) || !over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return whether there were records; there may be more at once} */
  private boolean poll(Console console) {
    try {
      int bytes = port.send(GET_LOG, buffer);
      walk(buffer.asSlice(0, bytes), console);
      return bytes > 0;
    } catch (FilterPortException e) {
      answer(e, console);
      return false;
    }
  }

  /** Without its filter it ends. Nothing logged is usual, and whatever else is told and borne. */
  private void answer(FilterPortException e, Console console) {
    if (e.hresult().equals(HResult.E_HANDLE)) {
      endWith(e.hresult());
    } else if (!e.status().equals(NtStatus.NO_MORE_ENTRIES) && !e.hresult().equals(unexpected)) {
      unexpected = e.hresult();
      console.say("unexpected error " + unexpected);
    }
  }

  /** The close at its own end is none. */
  private void endWith(HResult result) {
    if (over.getCount() > 0) {
      end = result;
      over.countDown();
    }
  }

  private void walk(MemorySegment answer, Console console) {
    MemorySegment rest = answer;
    while (rest.byteSize() >= MinispyMessages.RECORD.size()) {
      int field = MinispyMessages.LENGTH_FIELD.size();
      int length = MinispyMessages.LENGTH_FIELD.read(rest.asSlice(0, field)).length();
      if (length < LEAST || length > rest.byteSize()) {
        console.say("unexpected length %d of %d".formatted(length, rest.byteSize()));
        return;
      }
      count(MinispyMessages.RECORD.read(rest.asSlice(0, length)), console);
      rest = rest.asSlice(length);
    }
  }

  private synchronized void count(LogRecord record, Console console) {
    if (records == 0) {
      console.say("first " + record.sequenceNumber());
    } else if (record.sequenceNumber() != last + 1) {
      gaps++;
      console.say("gap between %d and %d".formatted(last, record.sequenceNumber()));
    }
    last = record.sequenceNumber();
    records++;
    if (record.type() == MinispyMessages.AFTER_DROPPED) {
      marked++;
    }
  }

  @Override
  public void close() {
    FilterPort open = port;
    if (open != null) {
      open.close();
    }
    over.countDown();
  }
}

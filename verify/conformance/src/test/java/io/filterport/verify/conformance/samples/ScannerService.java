package io.filterport.verify.conformance.samples;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.HResult;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.samples.ScannerMessages.Received;
import io.filterport.verify.conformance.samples.ScannerMessages.Reply;
import io.filterport.verify.conformance.samples.ScannerMessages.Verdict;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Two workers share ten overlapped gets. */
class ScannerService implements SampleService {
  static final int THREADS = 2;
  static final int REQUESTS = 5;

  private final Map<Overlapped, Request> requests = new ConcurrentHashMap<>();
  private final Set<Long> ids = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger truncated = new AtomicInteger();
  private final Set<HResult> ends = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate();
  private volatile FilterPort port;

  /** A buffer and its OVERLAPPED; whoever gets its packet replies and posts it again. */
  private final class Request {
    final MemorySegment buffer = Buffers.allocate(ScannerMessages.RECEIVED.size());
    final Overlapped overlapped = Overlapped.create();

    void post() {
      port.getMessage(buffer, overlapped);
    }
  }

  @Override
  public void run(PortSpace space, Console console) throws InterruptedException {
    try (FilterPort connected = FilterPort.connect(space, ScannerMessages.PORT);
        CompletionPort completions = CompletionPort.create()) {
      port = connected;
      completions.associate(connected, 0);
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(Thread.ofPlatform().daemon().start(() -> work(completions, console)));
        postShare();
      }
      console.say("ready");
      console.obey(order -> gate.obey(order, console));
      for (Thread worker : workers) {
        worker.join();
      }
    }
    console.say(report());
  }

  private void postShare() {
    for (int i = 0; i < REQUESTS; i++) {
      Request request = new Request();
      requests.put(request.overlapped, request);
      request.post();
    }
  }

  private String report() {
    return "answered %s, distinct %s, late %s, truncated %s, ended by %s"
        .formatted(answered, ids.size(), late, truncated, ends);
  }

  private void work(CompletionPort completions, Console console) {
    try {
      while (true) {
        Completion packet = completions.get(Timeout.infinite());
        if (!packet.status().equals(NtStatus.SUCCESS)) {
          ends.add(packet.status().toHResult());
          return;
        }
        Request request = requests.get(packet.overlapped());
        Received received = ScannerMessages.RECEIVED.read(request.buffer);
        gate.pass(console);
        answer(received);
        request.post();
      }
    } catch (FilterPortException e) {
      ends.add(e.hresult());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(Received received) {
    long id = received.header().messageId();
    ids.add(id);
    boolean safe = !received.notification().text().contains(ScannerMessages.FOUL);
    try {
      port.reply(reply(new ReplyHeader(NtStatus.SUCCESS, id), new Verdict(safe)));
      answered.incrementAndGet();
    } catch (FilterPortException e) {
      count(e);
    }
  }

  /** A reply that nobody waits for is no reason to end, nor is one that was cut. */
  private void count(FilterPortException e) {
    if (e.status().equals(NtStatus.FLT_NO_WAITER_FOR_REPLY)) {
      late.incrementAndGet();
    } else if (e.status().equals(NtStatus.BUFFER_OVERFLOW)) {
      truncated.incrementAndGet();
    } else {
      throw e;
    }
  }

  /** Header and verdict, and exactly the bytes that count. */
  MemorySegment reply(ReplyHeader header, Verdict verdict) {
    return ScannerMessages.REPLY.encode(new Reply(header, verdict));
  }

  @Override
  public void close() {
    FilterPort open = port;
    if (open != null) {
      open.close();
    }
  }
}

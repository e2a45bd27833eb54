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
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.samples.AvMessages.Accepted;
import io.filterport.verify.conformance.samples.AvMessages.Command;
import io.filterport.verify.conformance.samples.AvMessages.Finding;
import io.filterport.verify.conformance.samples.AvMessages.Notification;
import io.filterport.verify.conformance.samples.AvMessages.Received;
import io.filterport.verify.conformance.samples.AvMessages.Reply;
import io.filterport.verify.conformance.samples.AvMessages.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Six workers scan; one listener hears of aborts and of the unload. */
final class AvService implements SampleService {
  static final int WORKERS = 6;

  private final List<AvWorker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Overlapped, MemorySegment> buffers = new ConcurrentHashMap<>();
  private final Gate gate = new Gate();
  private final CountDownLatch acknowledged = new CountDownLatch(1);
  private final AtomicInteger scans = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger withdrawn = new AtomicInteger();
  private final Set<HResult> ends = ConcurrentHashMap.newKeySet();
  private Path sections;
  private volatile FilterPort scanPort;
  private volatile FilterPort abortPort;
  private volatile boolean stopping;
  private volatile boolean unloading;

  @Override
  public void run(PortSpace space, Console console) throws InterruptedException {
    sections = Path.of(console.read());
    try (FilterPort scan = connect(space, Role.SCAN);
        FilterPort abort = connect(space, Role.ABORT);
        CompletionPort completions = CompletionPort.create()) {
      scanPort = scan;
      abortPort = abort;
      completions.associate(scan, 0);
      for (int i = 1; i <= WORKERS; i++) {
        AvWorker worker = new AvWorker(i);
        workers.add(worker);
        threads.add(
            Thread.ofPlatform().daemon().unstarted(() -> work(worker, completions, console)));
        postNew();
      }
      threads.forEach(Thread::start);
      Thread.ofPlatform().daemon().start(this::listen);
      console.obey(order -> obey(order, console));
      console.say("ready");
      joinWorkers();
      if (unloading) {
        acknowledged.await();
      }
    }
    console.say(
        "scans %s, late %s, withdrawn %s, ended by %s".formatted(scans, late, withdrawn, ends));
  }

  private static FilterPort connect(PortSpace space, Role role) {
    MemorySegment context = AvMessages.CONTEXT.encode(role.context());
    return FilterPort.connect(space, role.port, ConnectOptions.withContext(context));
  }

  private void obey(String order, Console console) {
    if (order.equals("quit")) {
      stop();
    } else {
      gate.obey(order, console);
    }
  }

  private void postNew() {
    Overlapped overlapped = Overlapped.create();
    MemorySegment buffer = Buffers.allocate(AvMessages.RECEIVED.size());
    buffers.put(overlapped, buffer);
    scanPort.getMessage(buffer, overlapped);
  }

  private void joinWorkers() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Every worker ends with the get that is cancelled under it. */
  private void stop() {
    stopping = true;
    workers.forEach(AvWorker::stop);
    boolean ignored = scanPort.cancelAll();
  }

  private void work(AvWorker worker, CompletionPort completions, Console console) {
    try {
      Completion packet = completions.get(Timeout.infinite());
      while (packet.status().equals(NtStatus.SUCCESS)) {
        MemorySegment buffer = buffers.get(packet.overlapped());
        gate.pass(console);
        handle(worker, AvMessages.RECEIVED.read(buffer));
        post(buffer, packet.overlapped());
        packet = completions.get(Timeout.infinite());
      }
      ends.add(packet.status().toHResult());
    } catch (FilterPortException e) {
      ends.add(e.hresult());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A get that was posted after all were cancelled is cancelled by whoever posted it. */
  private void post(MemorySegment buffer, Overlapped overlapped) {
    scanPort.getMessage(buffer, overlapped);
    if (stopping) {
      boolean ignored = scanPort.cancel(overlapped);
    }
  }

  private void handle(AvWorker worker, Received received) {
    Notification start = received.notification();
    worker.begin(start.scanId());
    try {
      reply(scanPort, received, worker.id);
      scan(worker, start.scanId());
      scans.incrementAndGet();
    } catch (FilterPortException e) {
      count(e);
    }
  }

  private static void reply(FilterPort port, Received received, int threadId) {
    ReplyHeader header = new ReplyHeader(NtStatus.SUCCESS, received.header().messageId());
    port.reply(AvMessages.REPLY.encode(new Reply(header, new Accepted(threadId))));
  }

  /** The filter may give a scan up at any moment. */
  private void count(FilterPortException e) {
    if (e.status().equals(NtStatus.FLT_NO_WAITER_FOR_REPLY)) {
      late.incrementAndGet();
    } else if (e.status().equals(NtStatus.NOT_FOUND)) {
      withdrawn.incrementAndGet();
    } else {
      throw e;
    }
  }

  private void scan(AvWorker worker, long scanId) {
    Command create = new Command(AvMessages.CREATE_SECTION, scanId, worker.id, 0);
    long handle = AvMessages.SECTION.ask(scanPort, create).handle();
    Finding finding = search(worker, sections.resolve(Long.toString(handle)));
    Command close = new Command(AvMessages.CLOSE_SECTION, scanId, worker.id, finding.code);
    int ignored = scanPort.send(AvMessages.COMMAND.encode(close), null);
  }

  private static Finding search(AvWorker worker, Path section) {
    try {
      return worker.search(Files.readString(section, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Finding.ABORTED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    MemorySegment buffer = Buffers.allocate(AvMessages.RECEIVED.size());
    try {
      while (!unloading) {
        int bytes = abortPort.getMessage(buffer);
        hear(AvMessages.RECEIVED.read(buffer.asSlice(0, bytes)));
      }
    } catch (FilterPortException e) {
      // the port is closed: the workers end by themselves
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void hear(Received received) throws InterruptedException {
    Notification notification = received.notification();
    if (notification.message() == AvMessages.ABORT) {
      workers.stream()
          .filter(worker -> worker.id == notification.scanThreadId())
          .forEach(worker -> worker.abort(notification.scanId()));
    } else {
      unloading = true;
      stop();
      joinWorkers();
      reply(abortPort, received, 0);
      acknowledged.countDown();
    }
  }

  @Override
  public void close() {
    for (FilterPort port : new FilterPort[] {scanPort, abortPort}) {
      if (port != null) {
        port.close();
      }
    }
  }
}

package io.filterport.scanner;

import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.scanner.engine.EngineUnavailableException;
import io.filterport.scanner.engine.ScanAbortedException;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Message;
import io.filterport.service.MessageService;
import io.filterport.volume.FileOperation.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The service half of the scanner: answers the filter's questions with an engine. The same class
 * serves in every world.
 */
public final class ScannerService {
  private final ScanEngine engine;
  private final int workers;
  private final BiConsumer<ScanRequest, ScanReply> observer;
  private final LongSupplier clock;
  private final AtomicBoolean rehearsed = new AtomicBoolean();
  private final Set<WatchedScan> running = ConcurrentHashMap.newKeySet();

  /**
   * Makes a service.
   *
   * @param engine scans; used by several threads at once
   * @param workers threads that scan, at least 1
   * @param observer told of each answer after it was given, on the worker's thread
   */
  public ScannerService(
      ScanEngine engine, int workers, BiConsumer<ScanRequest, ScanReply> observer) {
    this(engine, workers, observer, System::nanoTime);
  }

  ScannerService(
      ScanEngine engine,
      int workers,
      BiConsumer<ScanRequest, ScanReply> observer,
      LongSupplier clock) {
    this.engine = engine;
    this.workers = workers;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * {@return a connection to serve} It tells the filter how the engine wants small files. Before
   * the first one the engine scans one byte, so that no opener waits for classes to be loaded.
   *
   * @param space where the host is
   * @param port {@link ScannerFilter#PORT}, or what the host calls it
   * @throws io.filterport.FilterPortException as {@link FilterPort#connect}
   */
  public FilterPort connect(PortSpace space, String port) {
    if (rehearsed.compareAndSet(false, true)) {
      rehearse();
    }
    ScanGreeting greeting = new ScanGreeting(engine.readsMemoryBest());
    return FilterPort.connect(space, port, ConnectOptions.withContext(greeting.encode()));
  }

  /**
   * Serves until the connection ends or the port is closed.
   *
   * @param port that {@link #connect} gave
   */
  public void serve(FilterPort port) {
    try (MessageService service = MessageService.on(port).workers(workers)) {
      service.serve(message -> answer(port, message));
    }
  }

  /**
   * {@return the scan under way of which nothing has been heard for longest, if there is one} A
   * scan is heard of when it begins and whenever its engine asks its {@link ScanContext}; it ends
   * when the observer has been told. While the filter's side has to answer, nobody is silent. Safe
   * for use by any thread.
   */
  public Optional<ScanSilence> longestSilence() {
    return running.stream().map(ScanSilence::of).max(Comparator.comparingLong(ScanSilence::nanos));
  }

  private void rehearse() {
    MemorySegment request = new ScanRequest(Kind.OPEN, 1, -1, -1, "/", 1).encode(new byte[1]);
    ScanRequest.decode(request);
    ScanRequest.content(request).ifPresent(Content::close);
    ScanReply.decode(tried().encode());
  }

  /** What an engine cannot do now it may do later. */
  private ScanReply tried() {
    try {
      return scanned(Content.of(new byte[1]), ScanContext.WANTED);
    } catch (IOException e) {
      return reply(ScanResult.clean(), "");
    }
  }

  /** What cannot be scanned is not called clean: the volume's default verdict decides. */
  private void answer(FilterPort port, Message message) throws IOException {
    ScanRequest request;
    try {
      request = ScanRequest.decode(message.payload());
    } catch (IllegalArgumentException e) {
      message.reply(NtStatus.INVALID_PARAMETER);
      return;
    }
    WatchedScan scan = new WatchedScan(port, request, clock);
    running.add(scan);
    try {
      answer(message, request, scan);
    } finally {
      running.remove(scan);
    }
  }

  private void answer(Message message, ScanRequest request, WatchedScan scan) throws IOException {
    ScanReply reply;
    try (Content content = scan.askFilter(() -> content(message))) {
      reply = scanned(content, scan);
    } catch (EngineUnavailableException | ScanAbortedException e) {
      message.reply(NtStatus.UNSUCCESSFUL);
      return;
    }
    message.reply(reply.encode());
    observer.accept(request, reply);
  }

  private static Content content(Message message) {
    return ScanRequest.content(message.payload()).orElseGet(message::content);
  }

  /** Signatures that change during the scan belong to the next verdict. */
  private ScanReply scanned(Content content, ScanContext context) throws IOException {
    String version = engine.version();
    String set = version.isEmpty() ? "" : engine.name() + " " + version;
    return reply(engine.scan(content, context), set);
  }

  private static ScanReply reply(ScanResult result, String set) {
    return switch (result) {
      case ScanResult.Clean clean -> new ScanReply(false, "", set);
      case ScanResult.Infected infected -> new ScanReply(true, infected.signature(), set);
    };
  }
}

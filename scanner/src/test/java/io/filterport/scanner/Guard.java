package io.filterport.scanner;

import io.filterport.PortSpace;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.PortAttributes;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageHandler;
import io.filterport.service.MessageService;
import io.filterport.spi.FilterHost;
import io.filterport.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The scanner's filter in an embedded manager, and services that a test connects. */
final class Guard implements FilterHost, AutoCloseable {
  final ScannerFilter scanner = new ScannerFilter();
  final AtomicInteger exempted = new AtomicInteger();

  private static final ConnectOptions GREETING =
      ConnectOptions.withContext(new ScanGreeting(true).encode());

  final PortSpace space = PortSpace.embedded();
  private final FilterManager manager = FilterManager.in(space);
  private final Filter filter = manager.register(scanner.registration());
  private final List<Volume> volumes;
  private final int inlineContentBytes;
  private final List<Runnable> opened = new ArrayList<>();

  Guard(Volume... volumes) {
    this(0, volumes);
  }

  /** A guard that puts files of up to so many bytes into messages. */
  Guard(int inlineContentBytes, Volume... volumes) {
    this.inlineContentBytes = inlineContentBytes;
    this.volumes = List.of(volumes);
    scanner.start(this);
  }

  void unload() {
    manager.unload(scanner.name(), false);
  }

  FilterPort connect() {
    return opened(FilterPort.connect(space, ScannerFilter.PORT, GREETING));
  }

  private FilterPort opened(FilterPort port) {
    opened.addFirst(port::close);
    return port;
  }

  /** A service that answers what the handler says. */
  FilterPort service(MessageHandler handler) {
    FilterPort port = connect();
    MessageService service = MessageService.on(port).workers(2).start(handler);
    opened.addFirst(service::close);
    return port;
  }

  /** The service that belongs to the filter. */
  void service(ScannerService service) {
    FilterPort port = opened(service.connect(space, ScannerFilter.PORT));
    var ignored = Thread.ofPlatform().daemon().start(() -> service.serve(port));
  }

  /** The sender learns of the end before the disconnect callback has run. */
  void awaitNobodyExempt() {
    long start = System.nanoTime();
    while (exempted.get() > 0) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
        throw new AssertionError(exempted + " are exempt");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public Filter filter() {
    return filter;
  }

  @Override
  public PortAttributes port(String portName) {
    return PortAttributes.named(portName);
  }

  @Override
  public int maxConnections() {
    return 4;
  }

  @Override
  public int inlineContentBytes() {
    return inlineContentBytes;
  }

  @Override
  public List<Volume> volumes() {
    return volumes;
  }

  @Override
  public Exemption exempt(ClientProcess client) {
    exempted.incrementAndGet();
    return exempted::decrementAndGet;
  }

  @Override
  public void close() {
    manager.close();
    opened.forEach(Runnable::run);
  }
}

package io.filterport.verify.conformance.samples;

import io.filterport.PortSpace;
import io.filterport.verify.conformance.world.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service in this JVM. */
final class EmbeddedService implements RunningService {
  private static final String GONE = "\n";

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final PortSpace space;
  private final SampleService service;
  private Background<Void> main;

  private EmbeddedService(PortSpace space, SampleService service) {
    this.space = space;
    this.service = service;
  }

  static EmbeddedService prepare(PortSpace space, Class<? extends SampleService> service) {
    try {
      return new EmbeddedService(space, service.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(service.getName(), e);
    }
  }

  /** The two queues as the service sees them. */
  private final class Terminal implements Console {
    @Override
    public void say(String line) {
      said.add(line);
    }

    @Override
    public String read() {
      try {
        String line = orders.take();
        return line.equals(GONE) ? null : line;
      } catch (InterruptedException e) {
        return null;
      }
    }
  }

  @Override
  public void begin() {
    main =
        Background.of(
            () -> {
              service.run(space, new Terminal());
              return null;
            });
  }

  @Override
  public void say(String line) {
    orders.add(line);
  }

  @Override
  public String hear() {
    try {
      String line = said.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        awaitEnd();
        throw new AssertionError("the service said nothing more");
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    said.drainTo(rest);
    return rest;
  }

  @Override
  public void kill() {
    service.close();
    awaitEnd();
  }

  @Override
  public void awaitEnd() {
    main.result();
  }

  @Override
  public void close() {
    if (main != null) {
      service.close();
    }
    orders.add(GONE);
  }
}

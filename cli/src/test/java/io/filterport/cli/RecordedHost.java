package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.cli.RecordingMessages.Wish;
import io.filterport.filter.FilterManager;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.Volume;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A host in this JVM, some of whose ports may be recorded. */
final class RecordedHost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SEATS = 16;

  final PortSpace space = PortSpace.embedded();
  private final FilterManager manager = FilterManager.in(space);

  RecordedHost(FilterProvider filter, List<Volume> volumes, String... recordable) {
    Recordables recordables = new Recordables(Set.of(recordable));
    HostSetup setup =
        new HostSetup(
            manager,
            new HostSetup.SettledGuard(volumes, client -> () -> {}),
            UnaryOperator.identity(),
            SEATS,
            1 << 20,
            recordables);
    InspectionFilter inspection = new InspectionFilter();
    inspection.record(recordables);
    inspection.show(
        () -> new byte[0],
        () -> Observation.of(manager.activity(), volumes, List.of(filter), recordables).encode());
    setup.start(filter);
    setup.start(inspection);
  }

  RecordingClient record(String port, int mostKept) {
    return RecordingClient.connect(space, new Wish(port, mostKept));
  }

  /** {@return the lines until one fits, which must come: what a thread adds after it answered} */
  static List<String> lines(RecordingClient client, Predicate<String> last) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Eventually.holds(
        "a line comes",
        PATIENCE,
        () -> {
          text.writeBytes(client.pull());
          return text.toString(StandardCharsets.UTF_8).lines().anyMatch(last);
        });
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}

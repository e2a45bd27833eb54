package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who stands between a message and the worker of a completion port that takes it: nobody. */
@EachWorld
class CompletionThreadsTest {
  /** Of no other test: threads of connections are named for their ports. */
  private static final String NAME = "\\Threads";

  private final WorldKind kind;
  private final World world;
  private final CompletionPort queue;

  CompletionThreadsTest(WorldKind kind) {
    this.kind = kind;
    world = new World(kind);
    world.createPort(NAME, 8);
    queue = world.completionPort();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<String> threadsOfConnections() {
    return world.serviceThreads().stream().filter(name -> name.contains(NAME)).toList();
  }

  @ParameterizedTest(name = "{0} connections")
  @ValueSource(ints = {1, 2, 5})
  @DisplayName("GET-21: a completion port adds no thread, whatever it serves and whoever waits")
  void noThread(int connections) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      links.add(world.link(NAME));
      queue.associate(links.getLast().port(), i);
    }
    for (int workers = 1; workers <= 3; workers++) {
      for (Link link : links) {
        exchange(link, workers);
      }
    }
    assertThat(threadsOfConnections()).isEmpty();
    links.forEach(link -> link.port().close());
  }

  private void exchange(Link link, int count) {
    List<Get> gets = new ArrayList<>();
    List<Background<Completion>> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      gets.add(link.get());
      workers.add(Background.of(() -> queue.get(Timeout.infinite())).untilBlocked());
    }
    for (int i = 0; i < count; i++) {
      link.tell("x", Timeout.poll());
    }
    assertThat(workers.stream().map(worker -> worker.result().overlapped()).toList())
        .containsExactlyInAnyOrderElementsOf(gets.stream().map(get -> get.overlapped).toList());
  }

  @Test
  @DisplayName(
      "GET-08: a future that nobody waits for has a thread of the connection's, between processes")
  void threadOfFuture() throws Exception {
    Link link = world.link(NAME);
    Get get = link.get();
    var future = get.overlapped.toFuture();
    link.tell("x", Link.LONG);
    assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(17);
    assertThat(threadsOfConnections()).hasSize(kind == WorldKind.EMBEDDED ? 0 : 1);
    link.port().close();
  }
}

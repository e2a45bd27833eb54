package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
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

  private static final String FILTER = "a filter's thread";

  private final World world;
  private final CompletionPort queue;

  CompletionThreadsTest(WorldKind kind) {
    world = new World(kind);
    world.createPort(NAME, 8);
    queue = world.completionPort();
  }

  /** The process of the service is shared, and what is left would be found by the next test. */
  @AfterEach
  void close() {
    Waits.until(() -> threadsOfConnections().isEmpty());
    world.close();
  }

  private List<String> threadsOfConnections() {
    return world.serviceThreads().stream().filter(name -> name.contains(NAME)).toList();
  }

  @ParameterizedTest(name = "{0} connections")
  @ValueSource(ints = {1, 2, 5})
  @DisplayName(
      "GET-21, MAP-07: a completion port adds no thread, whatever it serves and whoever waits")
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
      "MAP-07, GET-05, GET-08: gets that block and waits for events take their own messages")
  void noThreadBesideTheirOwn() {
    Link link = world.link(NAME);
    for (int i = 0; i < 3; i++) {
      Background<Integer> blocked =
          Background.of(() -> link.port().getMessage(Buffers.allocate(64))).untilBlocked();
      link.tell("x", Timeout.poll());
      assertThat(blocked.result()).isEqualTo(17);
      Get get = link.get();
      Background<Get> waiting = Background.of(get::await).untilBlocked();
      link.tell("y", Timeout.poll());
      assertThat(waiting.result().text()).isEqualTo("y");
    }
    assertThat(threadsOfConnections()).isEmpty();
    link.port().close();
  }

  @Test
  @DisplayName(
      "MAP-07: what follows a future runs on a thread of neither a filter nor a connection")
  void threadOfDependents() {
    Link link = world.link(NAME);
    Gate followed = new Gate();
    world.onMessage =
        (cookie, call) -> {
          followed.open();
          return NtStatus.SUCCESS;
        };
    Background<Long> service = link.atService(CompletionThreadsTest::isForeign);
    followed.hold();
    Thread.currentThread().setName(FILTER);
    try {
      link.tell("x", Link.LONG);
    } finally {
      Thread.currentThread().setName("main");
    }
    assertThat(service.result()).isEqualTo(1);
    link.port().close();
  }

  /** In the service's process: 1 if the future's dependent ran where it may. */
  private static long isForeign(FilterPort port) throws Exception {
    Overlapped get = Overlapped.create();
    port.getMessage(Buffers.allocate(64), get);
    var thread = get.toFuture().thenApply(bytes -> Thread.currentThread().getName());
    port.send(Buffers.utf8("it is followed"), null);
    String name = thread.get(20, TimeUnit.SECONDS);
    return name.equals(FILTER) || name.startsWith("filterport") ? 0 : 1;
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
    assertThat(threadsOfConnections()).hasSize(world.oneProcess() ? 0 : 1);
    link.port().close();
  }

  @ParameterizedTest(name = "{0} gets")
  @ValueSource(ints = {64, 65})
  @DisplayName("GET-11: a get beyond the slots has a thread of the connection's, between processes")
  void threadOfGetsBeyondTheSlots(int gets) {
    Link link = world.link(NAME);
    queue.associate(link.port(), 0);
    for (int i = 0; i < gets; i++) {
      Get ignored = link.get();
    }
    boolean needed = gets > 64 && !world.oneProcess();
    assertThat(threadsOfConnections()).hasSize(needed ? 1 : 0);
    link.port().close();
  }
}

package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.security.SecurityDescriptor;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what happened at a port")
class ActivityTest {
  private static final int MANY = 3 * Latency.MEASURED_ONE_IN;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private PortActivity activity() {
    return world.manager.activity().getFirst();
  }

  private static void ask(Link link, String text) {
    Link.Get get = link.get();
    Background<SendResult> asking = link.asking(text, Buffers.allocate(64), Link.LONG);
    get.reply("answer");
    assertThat(asking.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  private static Map.Entry<String, Long> entry(String name, long count) {
    return Map.entry(name, count);
  }

  @Test
  @DisplayName("messages to the service are counted by their outcomes, also after the connection")
  void outcomes() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    for (int i = 0; i < MANY; i++) {
      ask(link, "question");
    }
    link.get();
    link.tell("told", Link.LONG);
    assertThat(link.tell("nobody gets it", Link.SOON).isTimeout()).isTrue();
    link.get();
    MemorySegment reply = Buffers.allocate(8);
    assertThat(link.client().send(Buffers.utf8("q"), reply, Link.SOON).isTimeout()).isTrue();
    Link.Get get = link.get();
    Background<SendResult> cut = link.asking("q", Buffers.allocate(2), Link.LONG);
    assertThat(Failures.status(() -> get.reply("too long"))).isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(cut.result().outcome()).isEqualTo(Outcome.REPLY_TRUNCATED);
    assertCounted(activity().toService());
    link.port().close();
    assertCounted(activity().toService());
    assertThat(activity().connections()).isEmpty();
    assertThat(link.tell("gone", Timeout.infinite()).outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(activity().toService().outcomes()).contains(entry("disconnected", 1));
  }

  private static void assertCounted(Traffic traffic) {
    assertThat(traffic.outcomes())
        .contains(
            entry("replied", MANY),
            entry("delivered", 1),
            entry("timeout_not_delivered", 1),
            entry("timeout_no_reply", 1),
            entry("reply_truncated", 1),
            entry("disconnected", 0),
            entry("interrupted", 0),
            entry("refused", 0));
    assertThat(traffic.latency().total()).isEqualTo(3);
    assertThat(traffic.latency().totalNanos()).isPositive();
  }

  @Test
  @DisplayName("messages to the filter are counted, and one in 64 is measured")
  void toFilter() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    for (int i = 0; i <= MANY; i++) {
      link.port().send(Buffers.utf8("call"), MemorySegment.NULL);
    }
    Traffic traffic = activity().toFilter();
    assertThat(traffic.outcomes()).containsOnly(entry("answered", MANY + 1), entry("late", 0));
    assertThat(traffic.latency().total()).isEqualTo(4);
    assertThat(activity().connections().getFirst().toFilter()).isEqualTo(MANY + 1);
  }

  @Test
  @DisplayName("a sender that sleeps is seen, with its age, until it has its reply")
  void asleep() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    Background<SendResult> asking = link.asking("q", Buffers.allocate(64), Link.LONG);
    Waits.until(() -> oldest() > 0);
    assertThat(activity().toService().inLine()).isEqualTo(1);
    assertThat(connection().unanswered()).isEqualTo(1);
    Link.Get get = link.get();
    long id = get.header().messageId();
    Waits.until(() -> activity().toService().inLine() == 0 && oldest() > 0);
    assertThat(activity().toService().slotsUsed()).isEqualTo(1);
    link.reply(id, NtStatus.SUCCESS);
    asking.result();
    assertThat(oldest()).isZero();
    assertThat(activity().toService().slotsUsed()).isZero();
    assertThat(connection())
        .isEqualTo(new ConnectionActivity(connection().id(), connection().processId(), 1, 0, 0, 0));
  }

  private ConnectionActivity connection() {
    return activity().connections().getFirst();
  }

  private long oldest() {
    return activity().toService().oldestNanos();
  }

  @Test
  @DisplayName("refusals are counted by their reasons")
  void refusals() {
    world.createPort(World.NAME, 1);
    Link link = world.link();
    assertThat(refusal(World.NAME)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    link.port().close();
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    assertThat(refusal(World.NAME)).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(activity().accepted()).isEqualTo(1);
    assertThat(activity().refused())
        .containsOnly(
            entry("no_seat", 1), entry("filter", 1), entry("descriptor", 0), entry("other", 0));
  }

  @Test
  @DisplayName("so is what the descriptor refuses")
  void descriptor() {
    PortAttributes nobody =
        PortAttributes.named("\\Closed").withSecurityDescriptor(SecurityDescriptor.parse("D:"));
    world.filter.createCommunicationPort(nobody, world.callbacks(), 1);
    assertThat(refusal("\\Closed")).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(activity().refused()).contains(entry("descriptor", 1), entry("filter", 0));
  }

  private NtStatus refusal(String name) {
    return Failures.status(() -> FilterPort.connect(world.space, name));
  }

  @Test
  @DisplayName("an end is counted once, by what came first")
  void ends() {
    world.createPort(World.NAME, 3);
    world.link().port().close();
    Link closed = world.link();
    closed.client().close();
    closed.port().close();
    assertThat(activity().ended())
        .containsOnly(
            entry("client_closed", 1),
            entry("filter_closed", 1),
            entry("client_died", 0),
            entry("unregistered", 0),
            entry("breach", 0));
    assertThat(activity().seatsTaken()).isZero();
    assertThat(activity().maxConnections()).isEqualTo(3);
  }
}

package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which policy each side's places to wait were made with. No outcome of a call tells it, so the
 * test looks inside.
 */
class WaitPolicyArrivalTest {
  private static final String NAME = "\\Port";

  @TempDir private Path directory;

  @Test
  @DisplayName("in one JVM each side waits by its own policy: the port's, the client's")
  void embedded() throws Exception {
    PortSpace space = PortSpace.embedded();
    try (FilterManager manager = FilterManager.in(space)) {
      assertEachSideHasItsOwn(manager, space);
    }
  }

  @Test
  @DisplayName("over a control socket each side waits by its own policy: the port's, the client's")
  void overSocket() throws Exception {
    Path socket = directory.resolve("sock");
    try (FilterManager manager = FilterManager.listen(socket)) {
      assertEachSideHasItsOwn(manager, PortSpace.at(socket));
    }
  }

  private static void assertEachSideHasItsOwn(FilterManager manager, PortSpace space)
      throws Exception {
    Filter filter = manager.register(FilterRegistration.named("test"));
    for (WaitPolicy port : WaitPolicy.values()) {
      for (WaitPolicy client : WaitPolicy.values()) {
        assertArrive(filter, space, port, client);
      }
    }
  }

  private static void assertArrive(
      Filter filter, PortSpace space, WaitPolicy port, WaitPolicy client) throws Exception {
    PortAttributes attributes = PortAttributes.named(NAME).withWaitPolicy(port);
    ConnectOptions options = ConnectOptions.none().withWaitPolicy(client);
    CompletableFuture<ClientPort> accepted = new CompletableFuture<>();
    PortCallbacks callbacks =
        PortCallbacks.of(
            request -> {
              accepted.complete(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {});
    try (ServerPort server = filter.createCommunicationPort(attributes, callbacks, 1);
        FilterPort service = FilterPort.connect(space, NAME, options)) {
      assertThat(server).isNotNull();
      assertThat(policies((Halves) inside(accepted.join(), "connection", "halves")))
          .as("the filter's side")
          .containsExactly(port);
      assertThat(policies((Halves) inside(service, "connection", "halves")))
          .as("the service's side")
          .containsExactly(client);
    }
  }

  /** {@return those of a side's three places: for an offer, for a reply, for a message} */
  private static Set<Object> policies(Halves side) throws Exception {
    Object offers = inside(side.caller(), "offerSite", "policy");
    Object replies = inside(side.caller(), "replySite", "policy");
    Object messages = inside(side.callee(), "watch", "site", "policy");
    return Set.copyOf(List.of(offers, replies, messages));
  }

  private static Object inside(Object outer, String... fields) throws Exception {
    Object inner = outer;
    for (String name : fields) {
      Field field = inner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      inner = field.get(inner);
    }
    return inner;
  }
}

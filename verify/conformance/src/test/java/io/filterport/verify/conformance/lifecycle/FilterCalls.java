package io.filterport.verify.conformance.lifecycle;

import static io.filterport.verify.conformance.lifecycle.ApiCall.does;
import static io.filterport.verify.conformance.lifecycle.ApiCall.touches;

import io.filterport.Buffers;
import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.ListenOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What a filter calls, but for its sends. */
final class FilterCalls {
  static final String CLOSE_MANAGER = "`FilterManager.close`";

  static final List<ApiCall> ALL =
      List.of(
          does(
              "`FilterManager.register`",
              (stage, own) ->
                  stage.world.manager.register(FilterRegistration.named("new").at("9"))),
          does("`Filter.unregister`, own filter", (stage, own) -> stage.own.unregister()),
          does("`Filter.unregister`, another filter", (stage, own) -> stage.other.unregister()),
          does(
              "`FilterManager.unload`, own filter",
              (stage, own) -> stage.world.manager.unload(Stage.OWN, false)),
          does(
              "`FilterManager.unload`, another filter",
              (stage, own) -> stage.world.manager.unload(Stage.OTHER, false)),
          does(
              "`FilterManager.unload`, one that refuses",
              (stage, own) -> stage.world.manager.unload(Stage.STUBBORN, false)),
          does(
              "`FilterManager.unload`, mandatory, one that refuses",
              (stage, own) -> stage.world.manager.unload(Stage.STUBBORN, true)),
          does("`Filter.createCommunicationPort`", (stage, own) -> stage.createPort("\\New")),
          does("`ServerPort.close`, own port", (stage, own) -> stage.ownPort.close()),
          does("`ServerPort.close`, another port", (stage, own) -> stage.otherPort.close()),
          does("`ClientPort.close`, own connection", (stage, own) -> own.client().close()),
          does(
              "`ClientPort.close`, another connection",
              (stage, own) -> stage.otherLink.client().close()),
          does(
              "`ConnectionRequest.setConnectionCookie`",
              (stage, own) -> own.request().setConnectionCookie(new Object())),
          touches(
              "`ConnectionRequest.context`, read", (stage, own) -> read(own.request().context())),
          touches("`MessageCall.input`, read", (stage, own) -> read(own.call().input())),
          touches(
              "`MessageCall.output`, written",
              (stage, own) -> own.call().output().set(ValueLayout.JAVA_BYTE, 0, (byte) 'y')),
          touches(
              "`MessageCall.answer`, `MessageCall.setReturnLength`",
              (stage, own) -> own.call().answer(Buffers.utf8("y"))),
          does("`FilterManager.snapshot`", (stage, own) -> snapshot(stage.world.manager)),
          does("`FilterManager.activity`", (stage, own) -> activity(stage.world.manager)),
          does(CLOSE_MANAGER, (stage, own) -> stage.world.manager.close()),
          does(
              "`PortSpace.embedded`, `FilterManager.in`, another manager",
              (stage, own) -> use(FilterManager.in(PortSpace.embedded()))),
          does(
              "`FilterManager.listen(Path, ListenOptions)`, another manager",
              (stage, own) -> inDirectory(FilterCalls::listen)));

  private FilterCalls() {}

  private static void read(MemorySegment buffer) {
    if (buffer.get(ValueLayout.JAVA_BYTE, 0) != 'x') {
      throw new AssertionError("it holds something else");
    }
  }

  private static void snapshot(FilterManager manager) {
    if (manager.snapshot().filters().size() != 4) {
      throw new AssertionError("filters are missing");
    }
  }

  private static void activity(FilterManager manager) {
    if (manager.activity().stream().noneMatch(port -> port.port().equals(Stage.OTHER_PORT))) {
      throw new AssertionError("a port is missing");
    }
  }

  private static void listen(Path directory) {
    use(FilterManager.listen(directory.resolve("s"), ListenOptions.defaults()));
  }

  private static void use(FilterManager another) {
    try (another) {
      another.register(FilterRegistration.named("new").at("9")).unregister();
    }
  }

  private static void inDirectory(Consumer<Path> action) throws IOException {
    Path directory = Files.createTempDirectory("filterport-lifecycle");
    try {
      action.accept(directory);
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}

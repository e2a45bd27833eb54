package io.filterport.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.scanner.engine.ClamdEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a reload of a scanner with the engine clamd")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ClamdReloadTest {
  private static final String OLD = "ClamAV 1.4.6/27500/Mon Nov 10 08:00:00 2025";
  private static final String NEW = "ClamAV 1.4.6/27501/Tue Nov 11 08:00:00 2025";

  @TempDir Path directory;

  /** Tells one version after another. */
  private static void answer(ServerSocketChannel clamd, List<String> versions) {
    for (String version : versions) {
      try (SocketChannel asking = clamd.accept()) {
        StringBuilder asked = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!asked.toString().endsWith("zVERSION\0") && asking.read(one) > 0) {
          asked.append((char) one.flip().get());
          one.clear();
        }
        int _ = asking.write(US_ASCII.encode("1: " + version + "\0"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  @DisplayName("asks for the version at once: its signatures may be what is new")
  void version() throws Exception {
    Path socket = directory.resolve("clamd.ctl");
    EngineOption option =
        ConfigOption.filled(
            new EngineOption(), List.of("--engine=clamd", "--clamd-socket=" + socket));
    try (ServerSocketChannel clamd = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ClamdEngine engine = (ClamdEngine) option.open(1, text -> {})) {
      clamd.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofPlatform().daemon().start(() -> answer(clamd, List.of(OLD, NEW)));
      engine.start();
      assertThat(engine.version()).isEqualTo(OLD);
      assertThat(option.openAgain(engine)).isSameAs(engine);
      assertThat(engine.version()).isEqualTo(NEW);
    }
  }
}

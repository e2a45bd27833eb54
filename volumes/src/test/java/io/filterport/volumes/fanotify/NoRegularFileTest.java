package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.Verdict;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is no regular file is never asked about and hangs nobody, although every callback denies; on
 * ext4 device nodes work.
 */
class NoRegularFileTest {
  @TempDir Path mount;

  private static final String USE_ALL =
      """
      cd "$1" || exit
      ls . > /dev/null && (cd directory) && mkdir directory/new && rmdir directory/new && echo directory
      (cat fifo; :) & echo fifo > fifo; wait
      exec 3<> fifo 3>&-
      echo gone > null && cat null && echo device
      cat socket 2>&1 | sed 's/.*: //'
      """;

  @ParameterizedTest
  @EnumSource(names = {"TMPFS", "EXT4"})
  void itIsUsedUnasked(Sandbox.On fileSystem) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          make(sandbox);
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            volume.attach("1", operation -> Verdict.DENY, (operation, status) -> {});
            String device = fileSystem == Sandbox.On.EXT4 ? "device" : "";
            assertThat(Opener.shell(USE_ALL, sandbox.directory() + "").replaceAll(".*null.*", ""))
                .containsSubsequence("directory", "fifo", device, "No such device or address");
            assertThat(volume.counters().asked()).isZero();
            assertThat(volume.eventCounters().unreadable()).isZero();
          }
        });
  }

  private static void make(Sandbox sandbox) throws Exception {
    String script = "cd \"$1\" && mkdir directory && mkfifo fifo && mknod null c 1 3";
    assertThat(Opener.shell(script, sandbox.directory().toString())).isEmpty();
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(sandbox.guarded("socket")));
    }
  }
}

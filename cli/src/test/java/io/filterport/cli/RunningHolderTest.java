package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("uninstall, while a holder runs")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RunningHolderTest {
  @Test
  @DisplayName("finds it, with the control socket of its host")
  void found(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("manager.sock");
    try (CommandProcess holder =
        CommandProcess.start("hold", "--listen", HolderPlace.ofNew(socket).toString())) {
      holder.awaitOut(HoldCommand.READY);
      assertThat(RunningHolder.all()).contains(new RunningHolder(holder.pid(), socket));
    }
  }

  @Test
  @DisplayName("takes no other process for one")
  void others() {
    String main = "io.filterport.cli/io.filterport.cli.Main";
    assertThat(RunningHolder.of(1, List.of("java", main, "host", "--listen", "x"))).isEmpty();
    assertThat(RunningHolder.of(1, List.of("grep", "hold", "--listen", "x"))).isEmpty();
    assertThat(RunningHolder.of(1, List.of("java", main, "hold", "--listen"))).isEmpty();
    assertThat(RunningHolder.of(1, List.of())).isEmpty();
  }

  @Test
  @DisplayName("refuses, and says how to lift what it shuts")
  void refused() {
    RunningHolder holder = new RunningHolder(4121, Path.of("/run/other.sock"));
    assertThatThrownBy(() -> UninstallCommand.requireNoHolder(List.of(holder)))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("process 4121")
        .hasMessageContaining("filterport lift --socket /run/other.sock");
    assertThatCode(() -> UninstallCommand.requireNoHolder(List.of())).doesNotThrowAnyException();
  }
}

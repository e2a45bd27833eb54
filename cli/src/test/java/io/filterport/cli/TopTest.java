package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.Observation.VolumeActivity;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.VolumeCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("filterport top")
class TopTest {
  private static final long MICRO = 1_000;

  /** After so many messages, of which those that were measured took 1 to 2 us. */
  private static Observation after(long messages) {
    List<Long> counts =
        IntStream.range(0, Latency.BUCKETS)
            .mapToObj(i -> i == Latency.bucket(2 * MICRO) ? messages : 0L)
            .toList();
    Latency latency = new Latency(counts, messages * 2 * MICRO);
    Traffic sent =
        new Traffic(
            Map.of("replied", messages, "timeout_no_reply", 2L), 1, 64, 3, 4_200_000, latency);
    Latency none = new Latency(Collections.nCopies(Latency.BUCKETS, 0L), 0);
    Traffic got = new Traffic(Map.of("answered", 5L), 0, 64, 0, 0, none);
    ConnectionActivity one = new ConnectionActivity(7, 4711, messages, 5, 4, 4_200_000);
    PortActivity port =
        new PortActivity(
            "\\Port", "f", 1, 16, 1, Map.of(), Map.of("client_died", 1L), sent, got, List.of(one));
    VolumeActivity volume =
        new VolumeActivity(
            "/srv", new VolumeCounters(messages, 0, 3, 1, 2), CacheCounters.NONE, Map.of());
    return new Observation(List.of(port), List.of(volume), List.of());
  }

  private static List<String> lines(TopPage page) {
    return page.lines().stream().map(line -> line.replaceAll(" +", " ")).toList();
  }

  @Test
  @DisplayName("shows rates since the look before, and what is there now")
  void rates() {
    assertThat(lines(new TopPage(after(300), after(100), 2)))
        .containsExactly(
            "PORT SEATS SENT/S GOT/S TIMEOUTS P50 P99 LINE SLOTS OLDEST DIED",
            "\\Port 1/16 100 0 2 <2.0us <2.0us 3 1/64 4.2ms 1",
            "",
            "CONNECTION PORT PID SENT/S GOT/S UNANSWERED OLDEST",
            "7 \\Port 4711 100 0 4 4.2ms",
            "",
            "VOLUME ASKED/S DENIED WOULD DENY BY DEFAULT CACHE HITS",
            "/srv 100 3 2 1 0");
  }

  @Test
  @DisplayName("knows no rate at the first look, and of no host that began anew")
  void noRate() {
    assertThat(lines(new TopPage(after(300), null, 1)).get(1)).startsWith("\\Port 1/16 - - 2 ");
    assertThat(lines(new TopPage(after(3), after(300), 1)).get(1)).startsWith("\\Port 1/16 - 0 2 ");
  }

  @Test
  @DisplayName("tells spans with their units, and quantiles by the bounds of their buckets")
  void spans() {
    assertThat(List.of(Spans.of(999), Spans.of(1_500), Spans.of(42_000_000), Spans.of(61L << 30)))
        .containsExactly("999ns", "1.5us", "42ms", "65s");
    Latency none = new Latency(Collections.nCopies(Latency.BUCKETS, 0L), 0);
    assertThat(Spans.quantile(none, 0.5)).isEqualTo("-");
    Latency each = new Latency(Collections.nCopies(Latency.BUCKETS, 1L), 0);
    assertThat(Spans.quantile(each, 0.01)).isEqualTo("<256ns");
    assertThat(Spans.quantile(each, 1)).isEqualTo(">17s");
  }

  /**
   * {@return what a terminal of 60 columns and 5 rows was sent, with the keys typed at its first
   * look: what is typed before the view runs, the terminal takes for signals itself}
   */
  private static String shown(boolean plain, String keys, TopView.Source source)
      throws IOException {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PipedOutputStream keyboard = new PipedOutputStream();
    try (OtherScreen other = new OtherScreen();
        Terminal terminal =
            new ExternalTerminal(
                "test", "xterm", new PipedInputStream(keyboard), screen, StandardCharsets.UTF_8)) {
      terminal.setSize(Size.of(60, 5));
      TopView.Source typed =
          () -> {
            keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            return source.look();
          };
      new TopView(terminal, typed, "title", plain, 10_000).run(other);
    }
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("takes the terminal's other screen, fits its size, and gives it back at q")
  void screen() throws IOException {
    String shown = shown(false, "xq", () -> after(1));
    assertThat(shown).contains("title", "PORT", "\\Port", "\u001b[1m");
    assertThat(shown).as("the page has more rows than the screen").doesNotContain("VOLUME");
    assertThat(shown).as("and more columns").doesNotContain("DIED");
    assertThat(shown.indexOf("\u001b[?1049h")).isNotNegative();
    assertThat(shown.lastIndexOf("\u001b[?1049l")).isGreaterThan(shown.indexOf("title"));
  }

  @Test
  @DisplayName("leaves headings plain if it is told to, and ends at Ctrl-C")
  void plain() throws IOException {
    assertThat(shown(true, "\u0003", () -> after(1))).contains("PORT").doesNotContain("\u001b[1m");
  }

  @Test
  @DisplayName("is renewed in place")
  void renewed() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PipedOutputStream keyboard = new PipedOutputStream();
    int[] looks = new int[1];
    try (OtherScreen other = new OtherScreen();
        Terminal terminal =
            new ExternalTerminal(
                "test", "xterm", new PipedInputStream(keyboard), screen, StandardCharsets.UTF_8)) {
      terminal.setSize(Size.of(100, 20));
      TopView.Source source =
          () -> {
            if (++looks[0] == 3) {
              keyboard.write('q');
              keyboard.flush();
            }
            return after(looks[0]);
          };
      new TopView(terminal, source, "title", true, 100).run(other);
    }
    assertThat(looks[0]).isGreaterThanOrEqualTo(3);
    assertThat(screen.toString(StandardCharsets.UTF_8)).containsOnlyOnce("title");
  }

  @Test
  @DisplayName("gives the terminal back when the host goes")
  void hostGoes() {
    FilterPortException gone = new FilterPortException("send", NtStatus.PORT_DISCONNECTED, "");
    Assertions.assertThatThrownBy(
            () ->
                shown(
                    true,
                    "",
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);
  }

  @Test
  @DisplayName("prints one snapshot where its output is no terminal, or another form is asked for")
  void snapshot() throws Exception {
    try (RunningHost host = new RunningHost()) {
      String socket = host.socket.toString();
      CommandLineRun table = host.run("top");
      assertThat(table.exitCode()).as(table.err()).isEqualTo(ExitCodes.OK);
      assertThat(table.out()).contains("\\EchoPort").doesNotContain("\u001b");
      CommandLineRun json = CommandLineRun.of("top", "--once", "-o", "json", "--socket", socket);
      assertThat(json.out())
          .startsWith("{\"ports\":[{\"port\":\"\\\\EchoPort\",\"seats\":\"0/16\",")
          .contains("\"connections\":[", "\"volumes\":[]}");
      assertThat(CommandLineRun.of("top", "--interval", "1", "--socket", socket).exitCode())
          .isEqualTo(ExitCodes.USAGE);
    }
  }
}

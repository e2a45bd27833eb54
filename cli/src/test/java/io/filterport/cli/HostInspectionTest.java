package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Identity;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what a host shows of itself")
class HostInspectionTest {
  private static final String ECHO_PORT = "\"\\\\EchoPort\"";

  private static RunningHost host;

  @BeforeAll
  static void start() throws Exception {
    host = new RunningHost("--max-connections", "3", "--sddl", "D:(A;;GA;;;SY)");
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
  }

  @Test
  @DisplayName("ports: name, filter, seats, descriptor and what it must grant")
  void ports() throws Exception {
    CommandLineRun run = host.run("ports", "-o", "jsonl");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "\\{\"name\":"
                            + Pattern.quote(ECHO_PORT)
                            + ",\"filter\":\"echo\",\"connections\":\\d+,\"maxConnections\":3,"
                            + "\"securityDescriptor\":\"[^\"]*\\(A;;[^\"]*;;;SY\\)\",\"strictAccess\":false,"
                            + "\"oneWay\":\\w+\\}"));
  }

  @Test
  @DisplayName("connections: the process and the user of each")
  void connections() throws Exception {
    try (CommandProcess listener = host.startListener()) {
      CommandLineRun run = host.run("connections", "-o", "json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
      String client = "\"pid\":" + listener.pid() + ",\"uid\":" + Identity.effectiveUid();
      assertThat(run.out())
          .contains("\"port\":" + ECHO_PORT + "," + client + ",\"state\":\"open\"");
    }
  }

  @Test
  @DisplayName("access: root may connect")
  void rootMay() throws Exception {
    CommandLineRun run = host.run("access", "\\EchoPort", "--as", "uid:0", "-o", "json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out())
        .contains("\"desired\":\"0x00000001\",\"granted\":true,")
        .contains(
            "\"entries\":[{\"entry\":1,\"sddl\":\"(A;;GA;;;SY)\",\"outcome\":\"granted\","
                + "\"rights\":\"0x00000001\",\"missing\":\"0x00000000\",\"what\":\"decides: ");
  }

  @Test
  @DisplayName("access: somebody else may not, exit code 4")
  void nobodyMayNot() throws Exception {
    CommandLineRun run = host.run("access", "\\EchoPort", "--as", "uid:65534");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.ACCESS_DENIED);
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "granted false",
            "ENTRY SDDL OUTCOME RIGHTS MISSING WHAT",
            "1 (A;;GA;;;SY) not-held 0x00000000 0x00000001 not held by the caller");
  }
}

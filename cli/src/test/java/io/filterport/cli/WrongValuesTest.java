package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a value that its command cannot use")
class WrongValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "send \\Port --hex zz",
        "send \\Port --file /nothing/there",
        "send \\Port --text x --out -1",
        "send \\Port --text x --out 67108865",
        "send \\Port --text x --context 123",
        "listen \\Port --reply-hex z",
        "spy --count 0",
        "spy --pid 0",
        "spy --kind melt",
        "spy --path *.doc",
        "audit --top 0",
        "host --filter scanner --events-to stdout --volume /nothing/there",
        "host --filter scanner --events none --events-to stdout",
        "host --filter scanner --events some",
        "bench --rounds 0",
        "access \\Port --as nobody",
        "scan --signatures /nothing/there",
        "scan --signatures /etc/passwd",
        "host --filter scanner --inline-content -1",
        "host --filter scanner --inline-content 1048577",
        "host --filter scanner --admin-group 4294967295",
        "host --filter scanner --max-connections 0",
        "host --filter scanner --max-connections 65537",
        "host --filter scanner --max-message 0",
        "host --filter scanner --max-message 67108865",
        "host --filter scanner --volume /nothing/there --audit-volume /nothing/there",
        "host --filter scanner --volume /nothing/there --volume /nothing/./there/",
        "host --filter scanner --volume /nothing/there --access --type directory",
        "host --filter scanner --volume /nothing/there --timeout 0",
        "host --filter scanner --volume /nothing/there --timeout 9300000000000",
        "host --filter scanner --volume /nothing/there --extensions 1001",
        "scan --workers 0",
        "scan --workers 1025",
        "scan --clamd-socket /run/clamd",
        "scan --clamd-max-file 1000",
        "scan --engine clamd --clamd-max-file 0",
        "scan --patterns-max-file 0",
        "scan --engine clamd --patterns-max-file 1000",
        "scan --engine clamd --signatures some.sigs",
      })
  @DisplayName("is an error of usage, not a defect")
  void usage(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).startsWith("filterport: ").contains("try: filterport ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  @DisplayName("also a pattern that is too long to be looked for")
  void longPattern() {
    usage("spy --path " + "/".repeat(257));
  }
}

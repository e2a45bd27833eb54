package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.TrafficRecord.End;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a recording")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RecordingPullTest {

  /** Has refused something, and takes what comes now: room was made. */
  private static final class Refusing extends PrintWriter {
    Refusing(Writer out) {
      super(out);
      setError();
    }
  }

  @Test
  @DisplayName("whose output refused a line does not say that all was written")
  void outputFailed() throws Exception {
    StringWriter taken = new StringWriter();
    PrintWriter refusing = new Refusing(taken);
    try (RecordedHost host =
            new RecordedHost(new TapFilter(message -> message), List.of(), TapFilter.PORT);
        RecordingClient client = host.record(TapFilter.PORT, -1);
        StopSignal stop = StopSignal.catching(0)) {
      new RecordingPull(client, RecordingOutput.to(refusing), 1).run(stop);
    }
    assertThat(taken.toString().lines()).last().isEqualTo(TrafficLine.of(new End("output failed")));
  }
}

package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.cli.TrafficRecord.End;
import java.io.IOException;

/** Brings a recording from its host to its file. For one thread. */
final class RecordingPull {
  private final RecordingClient client;
  private final RecordingOutput out;
  private final long wanted;

  RecordingPull(RecordingClient client, RecordingOutput out, long wanted) {
    this.client = client;
    this.out = out;
    this.wanted = wanted;
  }

  /** Until enough is written, or nobody takes more, it is told to stop, or the host is gone. */
  void run(StopSignal stop) throws IOException, InterruptedException {
    BackOff pause = new BackOff(SpyCommand.FIRST_PAUSE_MILLIS, SpyCommand.LONGEST_PAUSE_MILLIS);
    while (!isEnough() && !stop.isAsked()) {
      byte[] bytes = pull();
      out.write(bytes, wanted);
      if (bytes.length == 0) {
        stop.pause(pause.nextMillis());
      } else {
        pause.reset();
      }
    }
    out.end(new End(reason()));
  }

  private boolean isEnough() {
    return out.records() >= wanted || out.isFull() || out.hasFailed();
  }

  /** Who reads it may have missed any line before. */
  private String reason() {
    if (out.hasFailed()) {
      return "output failed";
    }
    if (out.isFull()) {
      return "full";
    }
    return out.records() >= wanted ? "count" : "stopped";
  }

  private byte[] pull() throws IOException {
    try {
      return client.pull();
    } catch (FilterPortException e) {
      out.end(new End(e.isDisconnected() ? "host gone" : "failed: " + e.status().hex()));
      throw e;
    }
  }
}

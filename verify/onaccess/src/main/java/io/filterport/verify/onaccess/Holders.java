package io.filterport.verify.onaccess;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that keep files shut when their hosts cannot. They outlive the hosts, so they are
 * ended by {@code filterport lift}, when the hosts are gone: a living one would start another.
 */
final class Holders implements Closeable {
  private static final String TOLD = "keeps guarded files shut";
  private static final Pattern PID = Pattern.compile("pid (\\d+) " + TOLD);

  private final Place place;
  private final List<Held> started = new ArrayList<>();

  private record Held(ProcessHandle process, Leash leash) {
    void kill() throws IOException {
      process.destroyForcibly();
      leash.close();
    }
  }

  Holders(Place place) {
    this.place = place;
  }

  /** Waits for the holder of a host, and limits its time. */
  void add(Running host) throws Exception {
    host.await(TOLD);
    Matcher told = PID.matcher(host.log());
    if (!told.find()) {
      throw new IOException("no number of a holder: " + host.log());
    }
    long pid = Long.parseLong(told.group(1));
    started.add(new Held(ProcessHandle.of(pid).orElseThrow(), place.leash(pid)));
  }

  @Override
  public void close() throws IOException {
    try {
      if (!started.isEmpty()) {
        lift();
      }
    } finally {
      for (Held holder : started) {
        holder.kill();
      }
    }
  }

  private void lift() throws IOException {
    List<String> arguments = List.of("lift", "--socket=" + place.controlSocket());
    try (Running lift = place.start("lift", Command.filterport(arguments))) {
      if (lift.awaitEnd() != 0) {
        throw new IOException("lift: " + lift.log());
      }
    }
  }
}

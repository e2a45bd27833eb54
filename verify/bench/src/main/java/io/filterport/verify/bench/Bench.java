package io.filterport.verify.bench;

import io.filterport.verify.bench.embedded.JmhMeter;
import io.filterport.verify.bench.measure.Meter;
import io.filterport.verify.bench.measure.OnAccessMeter;
import io.filterport.verify.bench.measure.PairMeter;
import io.filterport.verify.bench.measure.Timing;
import io.filterport.verify.bench.onaccess.Guarding;
import io.filterport.verify.bench.process.JvmLaunch;
import io.filterport.verify.bench.process.Scratch;
import io.filterport.verify.bench.row.Row;
import java.io.IOException;
import java.util.List;

/** Measures rows. For use by one thread. */
final class Bench {
  /** Many times what a measurement takes; a process that is still there then is stuck. */
  private static final int LIMIT_SECONDS = 120;

  private final Places places;
  private final int rounds;
  private final boolean quick;

  Bench(Places places, int rounds, boolean quick) {
    this.places = places;
    this.rounds = rounds;
    this.quick = quick;
  }

  /** {@return whether everything could be measured that can be here} */
  boolean measure(List<Row> rows) throws IOException {
    boolean complete = true;
    try (Scratch scratch = new Scratch(places.target())) {
      for (Row row : rows) {
        RowRun run = new RowRun(row, meter(row, scratch), rounds);
        complete &= run.measure();
        run.write(places.results());
      }
    }
    return complete;
  }

  private Meter meter(Row row, Scratch scratch) {
    return switch (row.means()) {
      case PAIRS -> pairs(scratch, Timing.full(), PairMeter.Extra.NONE);
      case BRIEF_PAIRS -> pairs(scratch, Timing.brief(), PairMeter.Extra.NONE);
      case IDLE_CONNECTIONS -> pairs(scratch, Timing.full(), PairMeter.Extra.IDLE_CONNECTIONS);
      case SYSTEM_CALLS -> pairs(scratch, Timing.full(), PairMeter.Extra.SYSTEM_CALLS);
      case EMBEDDED -> embedded(scratch);
      case ON_ACCESS -> onAccess(scratch);
    };
  }

  private Meter pairs(Scratch scratch, Timing timing, PairMeter.Extra extra) {
    return new PairMeter(
        scratch, places.home(), LIMIT_SECONDS, quick ? Timing.quick() : timing, extra);
  }

  private Meter onAccess(Scratch scratch) {
    Guarding guarding = new Guarding(places.home(), scratch.directory(), LIMIT_SECONDS);
    return new OnAccessMeter(guarding, quick ? Timing.quick() : Timing.guards());
  }

  private Meter embedded(Scratch scratch) {
    JvmLaunch launch = new JvmLaunch(scratch.directory(), places.home(), LIMIT_SECONDS, List.of());
    return new JmhMeter(quick ? Timing.quick() : Timing.full(), launch.jvmOptions());
  }
}

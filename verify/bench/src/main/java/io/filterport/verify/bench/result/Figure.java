package io.filterport.verify.bench.result;

import java.util.Locale;

/** What is measured of a case in a round: one column of the raw data each. */
public enum Figure {
  /** Half of the round trips were no slower. */
  P50("p50_us", "p50 µs"),
  /** Nine of ten were no slower. */
  P90("p90_us", "p90 µs"),
  /** 99 of 100 were no slower. */
  P99("p99_us", "p99 µs"),
  /** 999 of 1,000 were no slower. */
  P999("p99.9_us", "p99.9 µs"),
  /** The slowest. */
  MAX("max_us", "max µs"),
  /** Round trips of all callers together. */
  PER_SECOND("per_second", "round trips/s"),
  /** Processors that the calling process kept busy. */
  CALLER_CPU("caller_cpus", "caller's CPUs"),
  /** Processors that the answering process kept busy. */
  ANSWERER_CPU("answerer_cpus", "answerer's CPUs"),
  /** What the calling process allocated for a round trip. */
  CALLER_BYTES("caller_bytes", "caller allocates, bytes"),
  /** What the answering process allocated for a round trip. */
  ANSWERER_BYTES("answerer_bytes", "answerer allocates, bytes"),
  /** Context switches of the calling process for a round trip. */
  CALLER_SWITCHES("caller_switches", "caller's switches"),
  /** Context switches of the answering process for a round trip. */
  ANSWERER_SWITCHES("answerer_switches", "answerer's switches"),
  /** System calls of the calling process for a round trip. */
  CALLER_SYSCALLS("caller_syscalls", "caller's system calls"),
  /** System calls of the answering process for a round trip. */
  ANSWERER_SYSCALLS("answerer_syscalls", "answerer's system calls"),
  /** Memory of the answering process for each idle connection. */
  IDLE_KIB("idle_kib", "KiB for each idle connection"),
  /** Processor time of the answering process while all connections are idle. */
  IDLE_CPU_PERCENT("idle_cpu_percent", "CPU while idle, %");

  /** What two digits behind the point do not show. */
  private static final double NOTHING = 0.005;

  private final String column;
  private final String title;

  Figure(String column, String title) {
    this.column = column;
    this.title = title;
  }

  /** {@return its name in files} */
  public String column() {
    return column;
  }

  /** {@return its name for people} */
  public String title() {
    return title;
  }

  /** {@return a value for people: three digits that count, or thousands without a fraction} */
  public static String text(double value) {
    double size = Math.abs(value);
    if (size < NOTHING) {
      return "0";
    }
    int fraction = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + fraction + "f", value);
  }
}

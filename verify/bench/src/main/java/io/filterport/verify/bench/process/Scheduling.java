package io.filterport.verify.bench.process;

import io.filterport.verify.bench.peer.Programs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the processors are asked for. */
public enum Scheduling {
  /** The kernel places both processes. */
  DEFAULT,
  /** Both processes have one processor between them. */
  ONE_CPU,
  /** Each processor has something else to do as well. */
  LOADED;

  private static final String TASKSET = "taskset";

  /** {@return why it cannot be had here; empty if it can} */
  public Optional<String> missing() {
    return this == ONE_CPU && Programs.find(TASKSET).isEmpty()
        ? Optional.of("there is no " + TASKSET)
        : Optional.empty();
  }

  /** {@return what goes before a command line} */
  public List<String> prefix() {
    return this == ONE_CPU
        ? List.of(TASKSET, "--cpu-list", Integer.toString(Processors.last()))
        : List.of();
  }

  /** {@return the one of this text} */
  public static Scheduling named(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.filterport.verify.conformance.world;

import io.filterport.engine.slots.EngineClock;
import io.filterport.verify.conformance.agent.AgentProcess;
import java.util.stream.Stream;

/**
 * The worlds that the suite runs over. A further one needs a constant here and {@link Sides} of its
 * own, which answer what tests ask of a world: {@code ./check} counts the tests of each by its
 * name.
 */
public enum WorldKind {
  /** Filter and service in this JVM. */
  EMBEDDED("embedded") {
    @Override
    Sides open() {
      return EmbeddedSides.open();
    }

    @Override
    Sides open(EngineClock clock) {
      return EmbeddedSides.open(clock);
    }
  },

  /** The filter in this JVM, the service in another process. */
  PROCESSES("between processes") {
    @Override
    Sides open() {
      return ProcessSides.of(AgentProcess.shared());
    }

    @Override
    Sides open(EngineClock clock) {
      return ProcessSides.of(AgentProcess.shared(), clock);
    }
  };

  static final String ONLY = "filterport.conformance.world";

  private final String text;

  WorldKind(String text) {
    this.text = text;
  }

  static Stream<WorldKind> wanted() {
    String only = System.getProperty(ONLY);
    return Stream.of(values()).filter(kind -> only == null || kind.name().equals(only));
  }

  abstract Sides open();

  /** Timeouts of sends are counted on this clock. */
  abstract Sides open(EngineClock clock);

  /** {@return the world's name in reports of tests and in the table of exemptions} */
  @Override
  public String toString() {
    return text;
  }
}

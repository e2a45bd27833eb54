package io.filterport.verify.conformance.world;

import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.verify.conformance.agent.AgentProcess;

/** The worlds that the suite runs over. A further one needs a constant here, and nothing else. */
public enum WorldKind {
  /** Filter and service in this JVM. */
  EMBEDDED {
    @Override
    Sides open() {
      PortSpace space = PortSpace.embedded();
      return new EmbeddedSides(space, FilterManager.in(space));
    }
  },

  /** The filter in this JVM, the service in another process. */
  PROCESSES {
    @Override
    Sides open() {
      return ProcessSides.of(AgentProcess.shared());
    }
  };

  abstract Sides open();
}

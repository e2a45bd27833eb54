package io.filterport.engine;

import io.filterport.engine.slots.CalleeHalf;
import io.filterport.service.FilterPort;

/** A handle that the engine made, in whatever world. */
sealed interface EnginePort extends FilterPort permits PortHandle, SynchronousHandle {
  /** {@return the half whose gets complete there from now on} */
  CalleeHalf associate(OverlappedGetter.Association tie);
}

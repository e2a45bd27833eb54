package io.filterport.verify.architecture.bad.volumes;

import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;

class RefersToReinterpret {
  LongFunction<MemorySegment> anyMemory(MemorySegment segment) {
    return segment::reinterpret;
  }
}

package io.filterport.verify.architecture.bad.volumes;

import java.lang.foreign.MemorySegment;

class Reinterprets {
  Object anyMemory(long address) {
    return MemorySegment.ofAddress(address).reinterpret(8);
  }
}

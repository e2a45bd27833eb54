package io.filterport.verify.architecture.bad.linux;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/** Nothing is wrong with it here. */
class MayLink {
  Object linker() {
    return Linker.nativeLinker();
  }

  Object anyMemory(long address) {
    return MemorySegment.ofAddress(address).reinterpret(8);
  }
}

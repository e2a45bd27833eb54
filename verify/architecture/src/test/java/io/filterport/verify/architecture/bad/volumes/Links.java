package io.filterport.verify.architecture.bad.volumes;

import java.lang.foreign.Linker;

class Links {
  Object linker() {
    return Linker.nativeLinker();
  }
}

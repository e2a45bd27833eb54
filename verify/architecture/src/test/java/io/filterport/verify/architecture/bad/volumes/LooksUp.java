package io.filterport.verify.architecture.bad.volumes;

import java.lang.foreign.SymbolLookup;

class LooksUp {
  Object lookup() {
    return SymbolLookup.loaderLookup();
  }
}

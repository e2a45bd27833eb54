package io.filterport.verify.architecture.bad.engine;

class StartsProcess {
  Object builder() {
    return new ProcessBuilder("true");
  }
}

package io.filterport.verify.architecture.bad.engine;

import java.util.concurrent.Executors;

class MakesPool {
  Object pool() {
    return Executors.newCachedThreadPool();
  }
}

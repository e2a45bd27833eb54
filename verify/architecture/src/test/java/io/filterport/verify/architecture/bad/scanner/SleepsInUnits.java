package io.filterport.verify.architecture.bad.scanner;

import java.util.concurrent.TimeUnit;

class SleepsInUnits {
  void pause() throws InterruptedException {
    TimeUnit.SECONDS.sleep(1);
  }
}

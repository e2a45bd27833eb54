package io.filterport.verify.architecture.bad.scanner;

class Sleeps {
  void pause() throws InterruptedException {
    Thread.sleep(1);
  }
}

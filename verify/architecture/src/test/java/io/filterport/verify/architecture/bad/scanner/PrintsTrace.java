package io.filterport.verify.architecture.bad.scanner;

class PrintsTrace {
  void print(Exception e) {
    e.printStackTrace();
  }
}

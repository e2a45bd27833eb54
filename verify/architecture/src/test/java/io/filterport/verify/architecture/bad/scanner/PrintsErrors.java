package io.filterport.verify.architecture.bad.scanner;

class PrintsErrors {
  void print() {
    System.err.println();
  }
}

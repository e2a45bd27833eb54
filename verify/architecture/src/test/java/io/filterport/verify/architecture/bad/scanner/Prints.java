package io.filterport.verify.architecture.bad.scanner;

class Prints {
  void print() {
    System.out.println();
  }
}

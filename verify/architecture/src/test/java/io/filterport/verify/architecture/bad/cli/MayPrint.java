package io.filterport.verify.architecture.bad.cli;

/** Nothing is wrong with it here. */
class MayPrint {
  void print() {
    System.out.println();
  }
}

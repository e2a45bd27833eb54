package io.filterport.linux;

import java.util.concurrent.locks.LockSupport;

/** Waits for its end; asks for a signal at its parent's, if told so. */
final class SleeperProgram {
  private SleeperProgram() {}

  @SuppressWarnings("InfiniteLoopStatement")
  public static void main(String[] arguments) {
    ChildJvm.limitTime();
    int signal = Integer.parseInt(arguments[0]);
    System.out.println("ready " + ProcessControl.setParentDeathSignal(signal));
    while (true) {
      LockSupport.park();
    }
  }
}

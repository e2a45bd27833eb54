package io.filterport.cli;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, which ends a JVM unless it is handled. By reflection: the compiler warns of the class
 * that the JDK has for it, and there is no other one.
 */
final class HangUp {
  private HangUp() {}

  /**
   * Has something run at each SIGHUP from now on. Where the JVM does not let its signals be handled
   * (-Xrs), or the signal was ignored already (nohup), all stays as it is.
   */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
      Object ignored = signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
    } catch (ReflectiveOperationException e) {
      System.getLogger("io.filterport.cli").log(System.Logger.Level.DEBUG, "SIGHUP", e);
    }
  }
}

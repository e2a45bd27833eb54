package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * SIGHUP, which ends a process that does not say otherwise.
 *
 * <p>The JDK has no other way to hear of a signal than {@code sun.misc.Signal}, and javac warns of
 * its use in a way that cannot be switched off; hence by reflection.
 */
final class HangUp {
  private HangUp() {}

  /** Runs the action for each SIGHUP from now on, on a thread of its own. */
  static void runs(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy(handler, action));
    } catch (ReflectiveOperationException e) {
      throw new FilterPortException(
          "catching SIGHUP: " + e,
          NtStatus.NOT_SUPPORTED,
          "Without --config nothing is caught; with it the JVM must not run with -Xrs.");
    }
  }

  private static Object proxy(Class<?> handler, Runnable action) {
    InvocationHandler calls = (proxy, method, arguments) -> call(method, action, arguments);
    return Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, calls);
  }

  /** What the handler returns nobody reads; what every object has it has from its action. */
  private static Object call(Method method, Runnable action, Object[] arguments)
      throws ReflectiveOperationException {
    if (method.getDeclaringClass().equals(Object.class)) {
      return method.invoke(action, arguments);
    }
    action.run();
    return method;
  }
}

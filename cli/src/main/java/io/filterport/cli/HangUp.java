package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * SIGHUP, which ends a JVM unless it is handled; one for each command. By reflection: the compiler
 * warns of the class that the JDK has for it, and there is no other one. Safe for use by any
 * thread.
 */
final class HangUp {
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  /**
   * Has something run at each SIGHUP from now on, after what was asked for before. Where the JVM
   * does not let its signals be handled (-Xrs), or the signal was ignored already (nohup), all
   * stays as it is.
   */
  void handle(Runnable action) {
    try {
      add(action);
    } catch (ReflectiveOperationException e) {
      System.getLogger("io.filterport.cli").log(System.Logger.Level.DEBUG, "SIGHUP", e);
    }
  }

  /**
   * The same, for what the command was asked for.
   *
   * @throws FilterPortException if the JVM does not let its signals be handled
   */
  void require(Runnable action) {
    try {
      add(action);
    } catch (ReflectiveOperationException e) {
      throw new FilterPortException(
          "catching SIGHUP: " + e,
          NtStatus.NOT_SUPPORTED,
          "With --config the JVM must not run with -Xrs.");
    }
  }

  private void add(Runnable action) throws ReflectiveOperationException {
    actions.add(action);
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
    Object ignored = signal.getMethod("handle", signal, handler).invoke(null, hangUp, to(handler));
  }

  private Object to(Class<?> handler) {
    InvocationHandler calls = (proxy, method, arguments) -> call(method, arguments);
    return Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, calls);
  }

  /** What the handler returns nobody reads; what every object has it has from this one. */
  private Object call(Method method, Object[] arguments) throws ReflectiveOperationException {
    if (method.getDeclaringClass().equals(Object.class)) {
      return method.invoke(this, arguments);
    }
    actions.forEach(Runnable::run);
    return method;
  }
}

package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.ProcessControl;
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
  private static final int HANG_UP = 1;
  private static final int TERMINATE = 15;

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  /**
   * Has something run at each SIGHUP from now on, after what was asked for before. Where the JVM
   * does not let its signals be handled (-Xrs), all stays as it is.
   */
  void handle(Runnable action) {
    try {
      add(action);
    } catch (ReflectiveOperationException | IllegalStateException e) {
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
    } catch (ReflectiveOperationException | IllegalStateException e) {
      throw new FilterPortException(
          "catching SIGHUP: " + e,
          NtStatus.NOT_SUPPORTED,
          "With --config the JVM must not run with -Xrs, nor with SIGTERM ignored.");
    }
  }

  private void add(Runnable action) throws ReflectiveOperationException {
    actions.add(action);
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
    Method handle = signal.getMethod("handle", signal, handler);
    Object mine = to(handler);
    Object ignored = handler.getField("SIG_IGN").get(null);
    if (ignored.equals(handle.invoke(null, hangUp, mine))) {
      heed();
      if (ignored.equals(handle.invoke(null, hangUp, mine))) {
        throw new IllegalStateException("it is ignored, and so is SIGTERM");
      }
    }
  }

  /**
   * The JVM leaves a signal alone that was ignored when it started (nohup), lest it end by it. Here
   * it ends nothing, and who sends it wants what it is there for. So the JVM's own handler is put
   * in place first, which it has for SIGTERM in any case.
   */
  private static void heed() {
    int result = ProcessControl.actAlike(HANG_UP, TERMINATE);
    if (result < 0) {
      throw new IllegalStateException("sigaction: " + Errno.message(result));
    }
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

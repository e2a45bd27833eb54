package io.filterport.verify.bench.load;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Brings the memory of this process to what it needs: without garbage, without what the compiler
 * needs while it compiles, and without what the C library keeps for later. Stateless.
 */
public final class Settling {
  private static final int LOOKS = 100;
  private static final long BETWEEN_MILLIS = 100;

  private Settling() {}

  /** Returns when nothing is compiled any more and all that is free has been given back. */
  public static void settle() throws InterruptedException, JMException {
    awaitCompiler();
    System.gc();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Object ignored =
        server.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "systemTrimNativeHeap",
            new Object[0],
            new String[0]);
  }

  private static void awaitCompiler() throws InterruptedException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long before = -1;
    long now = compiler.getTotalCompilationTime();
    for (int i = 0; i < LOOKS && now != before; i++) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      before = now;
      now = compiler.getTotalCompilationTime();
    }
  }
}

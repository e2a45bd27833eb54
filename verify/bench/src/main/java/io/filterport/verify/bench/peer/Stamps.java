package io.filterport.verify.bench.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The stamp of a message, where the message is an array. Stateless. */
final class Stamps {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Stamps() {}

  static void write(byte[] message, long stamp) {
    LONG.set(message, 0, stamp);
  }

  static long read(byte[] message) {
    return (long) LONG.get(message, 0);
  }
}

package io.filterport.verify.system;

/**
 * What a process holds for its connections. Immutable. Threads that end by themselves (callbacks
 * and closers that are idle, those that measure what a wake costs) are not counted.
 *
 * @param sockets descriptors of sockets
 * @param pidfds descriptors of processes
 * @param memory descriptors of shared memory
 * @param mappings of shared memory
 * @param threads that wait for calls, replies or arrivals
 */
public record Resources(long sockets, long pidfds, long memory, long mappings, long threads) {
  /** The most that one connection has: callbacks, and one for each bell. */
  private static final int THREADS = 16 + 2;

  /** {@return what this process holds now} */
  public static Resources now() {
    return new Resources(
        Proc.descriptors("socket:"),
        Proc.descriptors("anon_inode:[pidfd]") + Proc.descriptors("pidfd:"),
        Proc.descriptors("/memfd:filterport"),
        Proc.mappings("memfd:filterport"),
        Proc.threads("filterport")
            - Proc.threads("filterport-call")
            - Proc.threads("filterport-clos")
            - Proc.threads("filterport-wake"));
  }

  /**
   * Makes a connection and closes it, and waits until nothing is left of it but threads. Its socket
   * is closed last, by a thread of its own.
   */
  public static void whenDone(Runnable connection) {
    Resources before = now();
    connection.run();
    before.awaitAgain(1);
  }

  /** Waits until this process has no memory of a connection, on either side. */
  public static void awaitNoConnection() {
    Wait.until("no memory of a connection: " + now(), () -> now().mappings() == 0);
  }

  /**
   * As {@link #awaitAgain()}, but that each of so many connections may have made all its threads.
   */
  public void awaitAgain(int busyConnections) {
    long most = threads + (long) busyConnections * THREADS;
    Wait.until(
        "resources as before: " + this + ", now " + now(),
        () -> {
          Resources now = now();
          return now.threads <= most && now.withThreads(threads).equals(this);
        });
  }

  private Resources withThreads(long value) {
    return new Resources(sockets, pidfds, memory, mappings, value);
  }

  /** Waits until this process holds what it held then; threads that were idle may have ended. */
  public void awaitAgain() {
    awaitAgain(0);
  }
}

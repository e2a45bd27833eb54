package io.filterport;

/**
 * How a thread waits for the other side of a connection before it sleeps: set for the filter's side
 * of a port's connections ({@link io.filterport.filter.PortAttributes#withWaitPolicy}) and for the
 * service's side of one connection ({@link io.filterport.service.ConnectOptions#withWaitPolicy}).
 *
 * <p>A thread that spins looks at a word of memory again and again. It learns of an answer in a
 * fraction of a microsecond and costs nobody a system call, but it holds a processor meanwhile. A
 * thread that sleeps costs its waker a system call and itself the way back, tens of microseconds on
 * a virtual machine. Whatever the policy: never more threads of a process spin at once than it has
 * processors less one, so none does where there is one processor; a spin ends after twice the time
 * that waking a thread was measured to take here; and no outcome of any call depends on it.
 */
public enum WaitPolicy {
  /**
   * Spins where that has paid lately, and tries again now and then where it has not. The default:
   * as fast as spinning where messages follow each other, as quiet as sleeping where they do not.
   */
  ADAPTIVE,

  /** Sleeps at once: the least processor time, for machines that are full. */
  NEVER_SPIN,

  /** Spins at every wait, whether it pays or not: for machines that have processors to spare. */
  ALWAYS_SPIN
}

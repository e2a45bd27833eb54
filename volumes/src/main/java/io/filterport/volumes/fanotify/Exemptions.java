package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import io.filterport.linux.ProcessControl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The processes whose opens are allowed unasked: this one, and those that were registered with a
 * descriptor. Safe for use by any thread; the lock is never held while something waits.
 *
 * <p>A process number alone proves nothing, for the process may have ended and the number gone to
 * another one. While the descriptor says that its process lives, nobody else can have the number.
 */
final class Exemptions implements AutoCloseable {
  /** Stands for every process that this one cannot see. */
  private static final int NOBODY = 0;

  private final int self = ProcessControl.pid();

  // guarded by this
  private final Map<Integer, Set<Registration>> byPid = new HashMap<>();

  /**
   * {@return whether the process is exempt}
   *
   * @param pid from an event that waits for its answer
   */
  boolean contains(int pid) {
    return pid == self || (pid != NOBODY && isRegistered(pid));
  }

  private synchronized boolean isRegistered(int pid) {
    Set<Registration> registrations = byPid.get(pid);
    return registrations != null && registrations.stream().anyMatch(Registration::isAlive);
  }

  /**
   * {@return the registration}
   *
   * @param pid the process
   * @param pidfd a descriptor of it, which stays the caller's
   */
  synchronized Exemption add(int pid, int pidfd) {
    if (pid == NOBODY) {
      throw new FilterPortException(
          "exempting a process of another pid namespace",
          NtStatus.NOT_SUPPORTED,
          "The kernel's events have no number for it. Run it in the pid namespace of this host.");
    }
    Registration added = new Registration(pid, duplicate(pid, pidfd));
    byPid.computeIfAbsent(pid, any -> new HashSet<>()).add(added);
    return added;
  }

  private static int duplicate(int pid, int pidfd) {
    int own = Fds.duplicate(pidfd);
    if (own < 0) {
      throw new FilterPortException(
          "exempting process " + pid + " (" + Errno.name(own) + ")",
          own == -Errno.EBADF ? NtStatus.INVALID_HANDLE : NtStatus.INSUFFICIENT_RESOURCES,
          "The descriptor of the process must be open, and this process able to open one more");
    }
    return own;
  }

  private synchronized void remove(Registration gone) {
    Set<Registration> registrations = byPid.get(gone.pid);
    if (registrations != null && registrations.remove(gone)) {
      Fds.close(gone.pidfd);
      byPid.computeIfPresent(gone.pid, (pid, left) -> left.isEmpty() ? null : left);
    }
  }

  /** Ends every exemption. */
  @Override
  public synchronized void close() {
    byPid.values().stream().flatMap(Set::stream).forEach(gone -> Fds.close(gone.pidfd));
    byPid.clear();
  }

  private final class Registration implements Exemption {
    private final int pid;
    private final int pidfd;

    Registration(int pid, int pidfd) {
      this.pid = pid;
      this.pidfd = pidfd;
    }

    boolean isAlive() {
      return PidFd.isAlive(pidfd);
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}

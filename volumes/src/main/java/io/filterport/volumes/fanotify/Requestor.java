package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;
import io.filterport.linux.PidFd;
import io.filterport.linux.ProcessStatus;
import io.filterport.security.AccessToken;
import java.util.Optional;

/** Who did what an event tells of. */
final class Requestor {
  /** The number of every process of another pid namespace. */
  private static final int NOBODY = 0;

  private Requestor() {}

  /**
   * {@return the process, or {@link AccessToken#UNKNOWN}}
   *
   * @param pid the event's number
   */
  static long process(int pid) {
    return pid == NOBODY ? AccessToken.UNKNOWN : pid;
  }

  /**
   * {@return its user, or {@link AccessToken#UNKNOWN}} On older kernels by its number, which is its
   * own only while the process lives.
   *
   * @param pid the event's number
   * @param pidfd the process, negative if there is none
   */
  static long user(int pid, int pidfd) {
    if (pid == NOBODY || pidfd < 0) {
      return AccessToken.UNKNOWN;
    }
    long told = PidFd.effectiveUid(pidfd);
    return told == ProcessStatus.UNKNOWN ? lookUp(pid, pidfd) : told;
  }

  /**
   * {@return as {@link #user}, for the reader: opens nothing} On older kernels the owner of the
   * process' directory.
   *
   * @param pid the event's number
   * @param pidfd the process, negative if there is none
   */
  static long userUnopened(int pid, int pidfd) {
    if (pid == NOBODY || pidfd < 0) {
      return AccessToken.UNKNOWN;
    }
    long told = PidFd.effectiveUid(pidfd);
    return told == ProcessStatus.UNKNOWN ? owner(pid, pidfd) : told;
  }

  private static long owner(int pid, int pidfd) {
    FileStatus directory = FileStatus.at("/proc/" + pid);
    return directory.result() == 0 && PidFd.isAlive(pidfd) ? directory.uid() : AccessToken.UNKNOWN;
  }

  private static long lookUp(int pid, int pidfd) {
    long uid = ProcessStatus.effectiveUid(pid);
    return uid != ProcessStatus.UNKNOWN && PidFd.isAlive(pidfd) ? uid : AccessToken.UNKNOWN;
  }

  /**
   * {@return the program that it runs, empty if the process is gone} As {@link #user}.
   *
   * @param pid the event's number
   * @param pidfd the process, negative if there is none
   */
  static Optional<String> executable(int pid, int pidfd) {
    if (pid == NOBODY || pidfd < 0) {
      return Optional.empty();
    }
    String path = ProcessStatus.executable(pid);
    return Optional.ofNullable(path).filter(known -> PidFd.isAlive(pidfd));
  }
}

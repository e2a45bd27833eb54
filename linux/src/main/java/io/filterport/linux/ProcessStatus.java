package io.filterport.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What /proc tells about another process. */
public final class ProcessStatus {
  /** {@link #effectiveUid}: there is no such process, or it is hidden. */
  public static final long UNKNOWN = -1;

  private static final String UIDS = "Uid:\t";
  private static final int EFFECTIVE = 1;

  /** Where the flags stand in /proc/PID/stat, behind the name, which may hold anything. */
  private static final int FLAGS = 6;

  /** The kernel's PF_EXITING: set before a thread of the process lets go of its descriptors. */
  private static final long EXITING = 4;

  private ProcessStatus() {}

  /**
   * {@return whether a process ends or has ended} Its descriptors are closed before anybody can
   * wait for its end. False if it cannot be told. The number may have gone to another process: ask
   * {@link PidFd#isAlive} as well.
   *
   * @param pid the process
   */
  public static boolean isExiting(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[FLAGS]) & EXITING) != 0;
    } catch (NoSuchFileException e) {
      return pid > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * {@return the effective user of a process, or {@link #UNKNOWN}} The process may have ended and
   * its number gone to another one: ask {@link PidFd#isAlive} afterwards.
   *
   * @param pid the process
   */
  public static long effectiveUid(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(status, ISO_8859_1).stream()
          .filter(line -> line.startsWith(UIDS))
          .findFirst()
          .map(line -> Long.parseLong(line.substring(UIDS.length()).split("\t", -1)[EFFECTIVE]))
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /**
   * {@return the path of the program that a process runs, null if there is no such process, it is
   * hidden, or is the kernel's} Of a process of another user, or with capabilities that this one
   * has not, it takes CAP_SYS_PTRACE. The kernel appends {@code " (deleted)"} where the file is
   * gone. As for {@link #effectiveUid}, the number may be another process' by now.
   *
   * @param pid the process
   */
  public static @Nullable String executable(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe")).toString();
    } catch (IOException e) {
      return null;
    }
  }
}

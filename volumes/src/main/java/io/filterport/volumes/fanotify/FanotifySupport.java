package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.linux.Kernel;
import io.filterport.linux.LinuxSupport;
import java.util.Optional;

/**
 * Whether this process may open a {@link FanotifyVolume}. Immutable.
 *
 * @param available whether it may
 * @param advice if not, what is missing and what to try; else empty
 */
public record FanotifySupport(boolean available, String advice) {
  /** What a group of events must be able to do. Linux 5.15. */
  private static final int GROUP =
      Fanotify.CLASS_CONTENT
          | Fanotify.CLOEXEC
          | Fanotify.NONBLOCK
          | Fanotify.UNLIMITED_QUEUE
          | Fanotify.REPORT_PIDFD;

  /** For events before access to content; the kernel has it before any other group. */
  private static final int PRE_CONTENT_GROUP =
      (GROUP & ~Fanotify.CLASS_CONTENT) | Fanotify.CLASS_PRE_CONTENT;

  /**
   * {@return what a guard of this kernel does not see, and what to do about it; empty if there is
   * no such thing}
   */
  public static Optional<String> gap() {
    return LinuxSupport.isAvailable() ? gap(Kernel.release()) : Optional.empty();
  }

  static Optional<String> gap(String release) {
    return asksThroughOverlays(release)
        ? Optional.empty()
        : Optional.of(
            "Linux "
                + release
                + " does not ask about guarded files that are opened through an overlay above them,"
                + " and every user may mount one in namespaces of his own. Use Linux 6.5 or newer,"
                + " or forbid such namespaces: sysctl user.max_user_namespaces=0.");
  }

  /**
   * {@return whether an open through an overlay above is an event of the file system below} The
   * version says it: to see it, an overlay would have to be mounted above what is guarded.
   */
  static boolean asksThroughOverlays(String release) {
    return Kernel.isAtLeast(release, 6, 5);
  }

  /** {@return what the kernel says to a trial} Nothing is watched and nothing stays open. */
  public static FanotifySupport probe() {
    if (!LinuxSupport.isAvailable()) {
      return new FanotifySupport(false, "File events need Linux on x86-64 or aarch64.");
    }
    int group = Fanotify.init(GROUP);
    if (group < 0) {
      return new FanotifySupport(false, advice(group));
    }
    Fds.close(group);
    return new FanotifySupport(true, "");
  }

  /**
   * {@return the descriptor of a new group}
   *
   * @param what what fails if there is none, for the exception
   * @param access whether access to content shall be asked about
   */
  static int openGroup(String what, boolean access) {
    int flags = access ? PRE_CONTENT_GROUP : GROUP;
    int group = LinuxSupport.isAvailable() ? init(flags) : -Errno.ENOSYS;
    if (group < 0) {
      throw refusal(what, group);
    }
    return group;
  }

  /** Where the kernel tells of each file that it cannot hand over, it does. */
  private static int init(int flags) {
    int group = Fanotify.init(flags | Fanotify.REPORT_FD_ERROR);
    return group == -Errno.EINVAL ? Fanotify.init(flags) : group;
  }

  static FilterPortException refusal(String what, int error) {
    String failed = what + " (" + Errno.name(error) + ")";
    return new FilterPortException(failed, status(error), advice(error));
  }

  private static NtStatus status(int error) {
    return switch (-error) {
      case Errno.EPERM -> NtStatus.PRIVILEGE_NOT_HELD;
      case Errno.EMFILE, Errno.ENOMEM -> NtStatus.INSUFFICIENT_RESOURCES;
      default -> NtStatus.NOT_SUPPORTED;
    };
  }

  private static String advice(int error) {
    return switch (-error) {
      case Errno.EPERM ->
          "File events need CAP_SYS_ADMIN outside of any user namespace: run as root, a container"
              + " with --cap-add=SYS_ADMIN.";
      case Errno.EMFILE ->
          "Too many descriptors or groups: see ulimit -n and fs.fanotify.max_user_groups.";
      case Errno.EINVAL, Errno.ENOSYS ->
          "File events need Linux 5.15 or newer, built with CONFIG_FANOTIFY_ACCESS_PERMISSIONS.";
      case Errno.EOPNOTSUPP ->
          "The file system cannot do that. Access to content is asked about on ext4, xfs and btrfs"
              + " with Linux 6.14 or newer; guard without it elsewhere.";
      default -> Errno.message(error) + ".";
    };
  }
}

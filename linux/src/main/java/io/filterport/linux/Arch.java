package io.filterport.linux;

/** Where the processors differ: system call numbers, flags and the one packed structure. */
final class Arch {
  private static final String NAME = System.getProperty("os.arch", "");
  private static final boolean X86_64 = NAME.equals("amd64") || NAME.equals("x86_64");
  private static final boolean AARCH64 = NAME.equals("aarch64");

  static final boolean KNOWN = X86_64 || AARCH64;

  static final long SYS_FUTEX = X86_64 ? 202 : 98;
  static final long SYS_PIDFD_SEND_SIGNAL = 424;
  static final long SYS_PIDFD_OPEN = 434;
  static final long SYS_FUTEX_WAITV = 449;

  static final int O_DIRECTORY = X86_64 ? 0x10000 : 0x4000;
  static final int O_NOFOLLOW = X86_64 ? 0x20000 : 0x8000;

  /** {@code struct epoll_event} is packed on x86-64 only. */
  static final int EPOLL_DATA = X86_64 ? 4 : 8;

  static final int EPOLL_EVENT_SIZE = X86_64 ? 12 : 16;

  private Arch() {}
}

package io.filterport.cli;

import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FutexSet;
import io.filterport.linux.Identity;
import io.filterport.linux.Kernel;
import io.filterport.linux.LinuxSupport;
import io.filterport.linux.MemFd;
import io.filterport.linux.PidFd;
import io.filterport.volumes.fanotify.FanotifySupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the machine has of what Filterport uses. Stateless. */
final class SystemChecks {
  /** A volume holds a descriptor for each operation in flight, a connection up to six. */
  private static final long FEW_DESCRIPTORS = 4096;

  private static final String CAPABILITIES = "CapEff:\t";
  private static final int CAP_SYS_ADMIN = 21;

  /** What else a host uses; its unit keeps them. */
  private static final List<Capability> OTHERS =
      List.of(
          new Capability(2, "CAP_DAC_READ_SEARCH, so some files cannot be reached or scanned"),
          new Capability(19, "CAP_SYS_PTRACE, so events do not tell the program of another user"),
          new Capability(28, "CAP_LEASE, so verdicts are kept of the host's own files only"));

  /** By its number, with what is missing without it. */
  private record Capability(int number, String loss) {}

  private SystemChecks() {}

  static List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(system());
    if (LinuxSupport.isAvailable()) {
      findings.add(kernel());
      findings.add(sharedMemory());
      findings.add(processDescriptors());
      findings.add(severalBells());
      findings.add(privilege());
      if (isAdmin()) {
        findings.add(capabilities(effective()));
      }
      findings.add(fileEvents());
      findings.add(descriptors(DescriptorLimit.get()));
    }
    findings.add(processors(Runtime.getRuntime().availableProcessors()));
    return findings;
  }

  private static Finding system() {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    return LinuxSupport.isAvailable()
        ? Finding.ok("system", system)
        : Finding.fail(
            "system",
            system,
            "Two processes and kernel events need Linux on x86-64 or aarch64; one JVM works here.");
  }

  private static Finding kernel() {
    return kernel(Kernel.release(), FanotifySupport.gap());
  }

  static Finding kernel(String release, Optional<String> gap) {
    return gap.map(text -> Finding.warn("kernel", release, text))
        .orElseGet(() -> Finding.ok("kernel", release));
  }

  private static Finding sharedMemory() {
    int fd = MemFd.create("filterport-doctor");
    if (fd < 0) {
      return Finding.fail(
          "sealed memory",
          "memfd_create: " + Errno.name(-fd),
          "Clients of other processes need it: allow memfd_create (a seccomp profile may not).");
    }
    try {
      return sealed(MemFd.addSeals(fd, MemFd.SEAL_FUTURE_WRITE));
    } finally {
      Fds.close(fd);
    }
  }

  /** What became of the youngest seal that a host needs. */
  static Finding sealed(int result) {
    return result < 0
        ? Finding.fail(
            "sealed memory",
            "F_SEAL_FUTURE_WRITE: " + Errno.name(-result),
            "Clients of other processes need it: Linux 5.1 or newer.")
        : Finding.ok("sealed memory", "memfd_create and F_SEAL_FUTURE_WRITE work");
  }

  private static Finding processDescriptors() {
    int fd = PidFd.open(Math.toIntExact(ProcessHandle.current().pid()));
    if (fd < 0) {
      return Finding.warn(
          "process descriptors",
          "pidfd_open: " + Errno.name(-fd),
          "A client's death is noticed by its socket only: Linux 5.3 or newer.");
    }
    Fds.close(fd);
    return Finding.ok("process descriptors", "pidfd_open works");
  }

  private static Finding severalBells() {
    return FutexSet.isAvailable()
        ? Finding.ok("several bells", "futex_waitv works")
        : Finding.warn(
            "several bells",
            "no futex_waitv",
            "Idle connections need a thread each: Linux 5.16 or newer.");
  }

  private static Finding privilege() {
    String who = "uid " + Identity.effectiveUid();
    return isAdmin()
        ? Finding.ok("privilege", who + ", with CAP_SYS_ADMIN")
        : Finding.warn(
            "privilege",
            who + ", without CAP_SYS_ADMIN",
            "Ports work; a host that guards directories has to run as root.");
  }

  /** {@return whether this process may guard directories} */
  static boolean canGuard() {
    return LinuxSupport.isAvailable() && isAdmin() && FanotifySupport.probe().available();
  }

  private static boolean isAdmin() {
    return has(effective(), CAP_SYS_ADMIN);
  }

  /** {@return a bit for each capability; none if the kernel does not tell} */
  private static long effective() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(CAPABILITIES))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(CAPABILITIES.length()), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean has(long capabilities, int which) {
    return (capabilities >>> which & 1) == 1;
  }

  static Finding capabilities(long effective) {
    String missing =
        OTHERS.stream()
            .filter(each -> !has(effective, each.number()))
            .map(each -> "no " + each.loss())
            .collect(Collectors.joining("; "));
    return missing.isEmpty()
        ? Finding.ok("capabilities", "all that a host uses")
        : Finding.warn(
            "capabilities", missing, "Give them to the host, as the installed unit does.");
  }

  private static Finding fileEvents() {
    FanotifySupport support = FanotifySupport.probe();
    return support.available()
        ? Finding.ok("file events", "fanotify can ask before a file is opened")
        : Finding.warn("file events", "no volumes of the kernel's events", support.advice());
  }

  static Finding descriptors(DescriptorLimit limit) {
    String found = limit.soft() < 0 ? "no limit" : limit.soft() + " (hard " + limit.hard() + ")";
    return limit.soft() < 0 || limit.soft() >= FEW_DESCRIPTORS
        ? Finding.ok("descriptors", found)
        : Finding.warn(
            "descriptors",
            found,
            "Raise the limit of a host to "
                + FEW_DESCRIPTORS
                + " or more (ulimit -n, LimitNOFILE).");
  }

  static Finding processors(int count) {
    return count > 1
        ? Finding.ok("processors", Integer.toString(count))
        : Finding.warn(
            "processors",
            "1",
            "Each message costs two changes of the running thread; two processors avoid that.");
  }
}

package io.filterport.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Gives up root while another thread runs, and prints what is left. */
final class DropPrivilegesProgram {
  private static final long NOBODY = 65534;

  private DropPrivilegesProgram() {}

  public static void main(String[] arguments) throws Exception {
    ChildJvm.limitTime();
    int file = Fds.open("/proc/self/status", Fds.O_RDONLY);
    loadClasses(file);
    int[] thread = new int[1];
    CountDownLatch started = new CountDownLatch(1);
    Thread other = Thread.ofPlatform().daemon().start(() -> stay(thread, started));
    started.await();
    int groups = Identity.setGroups(7, 8);
    int gid = Identity.setGid(NOBODY, NOBODY, NOBODY);
    int uid = Identity.setUid(NOBODY, NOBODY, NOBODY);
    System.out.println("set " + groups + " " + gid + " " + uid);
    System.out.println(
        "is " + Identity.uid() + " " + Identity.effectiveUid() + " " + Identity.gid());
    System.out.println("other " + identity(thread[0]));
    System.out.println("back " + Errno.name(Identity.setUid(0, 0, Identity.UNCHANGED)));
    System.out.println("groups " + Errno.name(Identity.setGroups()));
    System.out.println("path " + Objects.requireNonNull(Fds.path(file)).endsWith("/status"));
    System.out.println("closed " + ProcessControl.setDumpable(false) + " " + ownerOfProc());
    System.out.println("open " + ProcessControl.setDumpable(true) + " " + ownerOfProc());
    other.interrupt();
  }

  /** The class path may lie where the other user cannot look. */
  private static void loadClasses(int file) {
    String ignored = Errno.name(ProcessControl.setDumpable(true)) + Fds.path(file);
  }

  /** Root, if nobody but root may look into this process. */
  private static Object ownerOfProc() throws IOException {
    return Files.getAttribute(Path.of("/proc/self/maps"), "unix:uid");
  }

  private static void stay(int[] thread, CountDownLatch started) {
    thread[0] = ProcessControl.threadId();
    started.countDown();
    LockSupport.park();
  }

  private static List<String> identity(int thread) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/task/" + thread + "/status")).stream()
        .filter(line -> line.matches("(Uid|Gid|Groups|CapEff):.*"))
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .toList();
  }
}

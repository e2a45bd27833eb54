package io.filterport.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Watches a tmpfs of its own, in a mount namespace of its own, and prints what it sees. Its end
 * releases every opener and removes the mount.
 */
final class FanotifyProgram {
  /** Threads born in the mount namespace of the one that starts them. */
  private static final Executor OPENERS = task -> Thread.ofPlatform().daemon().start(task);

  private static final int CAPACITY = 4096;

  private final Path mount;
  private final FanotifyEvents events = new FanotifyEvents(CAPACITY);
  private int group;

  private FanotifyProgram(Path mount) {
    this.mount = mount;
  }

  public static void main(String[] arguments) throws Exception {
    ChildJvm.limitTime();
    new FanotifyProgram(Path.of(arguments[0])).run();
  }

  private void run() throws Exception {
    need("unshare", Mounts.unshare(Mounts.CLONE_NEWNS));
    need("private", Mounts.mount("none", "/", "", Mounts.MS_REC | Mounts.MS_PRIVATE, ""));
    need("tmpfs", Mounts.mount("test", mount.toString(), "tmpfs", Mounts.MS_NODEV, "size=1m"));
    Path good = Files.writeString(mount.resolve("good"), "good");
    Path bad = Files.writeString(mount.resolve("bad"), "bad");
    watch();
    System.out.println("nothing " + Errno.name(events.read(group)));
    openAndAnswer(good, Fanotify.ALLOW);
    openAndAnswer(bad, Fanotify.DENY);
    leaveUnread(good);
    answerTogether(good);
    ignore(bad);
    System.out.println("ignored " + opened(bad));
    System.out.println("no event " + Errno.name(events.read(group)));
    written();
    System.out.println("answer " + Errno.name(Fanotify.respond(group, 9_999, Fanotify.ALLOW)));
    flush();
    System.out.println("unwatched " + opened(good));
    Fds.close(group);
    tell();
    need("unmount", Mounts.unmount(mount.toString(), Mounts.MNT_DETACH));
    System.out.println("empty " + Files.notExists(good));
  }

  private void watch() {
    int flags =
        Fanotify.CLASS_CONTENT
            | Fanotify.CLOEXEC
            | Fanotify.NONBLOCK
            | Fanotify.UNLIMITED_QUEUE
            | Fanotify.UNLIMITED_MARKS
            | Fanotify.REPORT_PIDFD;
    group = need("fanotify_init", Fanotify.init(flags));
    long mask = Fanotify.OPEN_PERM | Fanotify.CLOSE_WRITE;
    int root = Fds.open(mount.toString(), Fds.O_DIRECTORY);
    int mark = Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM;
    need("fanotify_mark", Fanotify.mark(group, mark, mask, root));
    Fds.close(root);
  }

  private void openAndAnswer(Path file, int answer) {
    CompletableFuture<String> opener = CompletableFuture.supplyAsync(() -> opened(file), OPENERS);
    nextEvent();
    boolean permission = events.mask() == Fanotify.OPEN_PERM;
    boolean samePath = file.toString().equals(Objects.requireNonNull(Fds.path(events.fd())));
    boolean self = events.pid() == ProcessControl.pid() && PidFd.isAlive(events.pidfd());
    System.out.println("event " + permission + " " + samePath + " " + self);
    System.out.println("readable " + Fds.size(events.fd()) + " " + Fds.accessMode(events.fd()));
    System.out.println("pending " + opener.isDone());
    need("respond", Fanotify.respond(group, events.fd(), answer));
    closeEvent();
    System.out.println("opener " + opener.join());
  }

  private void leaveUnread(Path file) {
    System.out.println("queued " + Fanotify.queued(group));
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> opened(file), OPENERS);
    CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> opened(file), OPENERS);
    while (Fanotify.queued(group) < 2) {
      Thread.onSpinWait();
    }
    System.out.println("queued " + Fanotify.queued(group));
    allowOne();
    System.out.println("queued " + Fanotify.queued(group));
    allowOne();
    System.out.println("openers " + first.join() + " " + second.join());
  }

  /** Two openers, and between their answers one to nobody. */
  private void answerTogether(Path file) {
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> opened(file), OPENERS);
    CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> opened(file), OPENERS);
    nextEvent();
    FanotifyAnswers answers = new FanotifyAnswers();
    answers.add(events.fd(), Fanotify.ALLOW);
    answers.add(9_999, Fanotify.ALLOW);
    int one = events.fd();
    Fds.close(events.pidfd());
    if (!events.next()) {
      nextEvent();
    }
    answers.add(events.fd(), Fanotify.DENY);
    System.out.println("taken " + answers.send(group) + " then " + answers.fd());
    System.out.println("taken " + Errno.name(answers.send(group)) + " " + answers.response());
    answers.skip();
    System.out.println("taken " + answers.send(group) + " empty " + answers.isEmpty());
    Fds.close(one);
    closeEvent();
    System.out.println("openers " + Stream.of(first.join(), second.join()).sorted().toList());
  }

  private void allowOne() {
    System.out.println("bytes " + events.read(group, FanotifyEvents.bytesFor(1)));
    System.out.println("first " + events.next());
    need("respond", Fanotify.respond(group, events.fd(), Fanotify.ALLOW));
    closeEvent();
  }

  private void nextEvent() {
    Poll.await(group, Poll.IN, -1);
    need("read", events.read(group));
    if (!events.next()) {
      throw new AssertionError("no event");
    }
  }

  private void closeEvent() {
    Fds.close(events.fd());
    Fds.close(events.pidfd());
    System.out.println("more " + events.next());
  }

  private void ignore(Path file) {
    int flags = Fanotify.MARK_ADD | Fanotify.MARK_IGNORED_MASK | Fanotify.MARK_IGNORED_SURV_MODIFY;
    need("ignore", Fanotify.mark(group, flags, Fanotify.OPEN_PERM, file.toString()));
  }

  /** A file that is created is asked for too; its closing only told. */
  private void written() {
    Path file = mount.resolve("new");
    CompletableFuture<String> writer = CompletableFuture.supplyAsync(() -> wrote(file), OPENERS);
    nextEvent();
    need("respond", Fanotify.respond(group, events.fd(), Fanotify.ALLOW));
    closeEvent();
    System.out.println("writer " + writer.join());
    nextEvent();
    System.out.println("closed " + (events.mask() == Fanotify.CLOSE_WRITE));
    closeEvent();
  }

  /** Events with names: the directory is found again whatever it is called by then. */
  private void tell() throws IOException {
    int names = Fanotify.REPORT_FID | Fanotify.REPORT_DIR_FID | Fanotify.REPORT_NAME;
    group = need("names", Fanotify.init(names | Fanotify.REPORT_TARGET_FID | Fanotify.CLOEXEC));
    int root = Fds.open(mount.toString(), Fds.O_DIRECTORY);
    Path directory = Files.createDirectory(mount.resolve("directory"));
    int mark = Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM;
    need("mark names", Fanotify.mark(group, mark, Fanotify.CREATE, root));
    Path file = Files.createFile(directory.resolve("a file"));
    Files.move(directory, mount.resolve("renamed"));
    nextEvent();
    FanotifyEvents.Entry entry = Objects.requireNonNull(events.entry(FanotifyEvents.Which.NAME));
    FileHandle target = Objects.requireNonNull(events.target());
    System.out.println("named " + entry.name() + " in " + place(entry.directory(), root));
    System.out.println("target " + place(target, root));
    Files.delete(mount.resolve("renamed").resolve(file.getFileName()));
    System.out.println("gone " + place(target, root));
    Fds.close(root);
    Fds.close(group);
  }

  private String place(FileHandle handle, int root) {
    int fd = handle.open(root, Fds.O_PATH);
    if (fd < 0) {
      return Errno.name(fd);
    }
    Path path = Path.of(Objects.requireNonNull(Fds.path(fd)));
    Fds.close(fd);
    return mount.relativize(path).toString();
  }

  private void flush() {
    int everything = Fanotify.MARK_FLUSH | Fanotify.MARK_FILESYSTEM;
    need("flush", Fanotify.mark(group, everything, 0, mount.toString()));
  }

  private static String opened(Path file) {
    try {
      return Files.readString(file);
    } catch (FileSystemException e) {
      return String.valueOf(e.getReason());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String wrote(Path file) {
    try {
      Files.writeString(file, "content");
      return "done";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends this process if the system does not allow what the test needs. */
  private static int need(String what, int result) {
    if (result == -Errno.EPERM || result == -Errno.ENOSYS) {
      System.out.println(ChildJvm.SKIP + what + ": " + Errno.message(result));
      Runtime.getRuntime().halt(0);
    }
    if (result < 0) {
      throw new AssertionError(what + ": " + Errno.name(result));
    }
    return result;
  }
}

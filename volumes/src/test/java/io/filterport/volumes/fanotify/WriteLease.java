package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.volumes.Latches;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/**
 * A process that holds a write lease on a file, as every user may take one on his own. Whoever
 * opens the file waits until it is given back, which the holder is asked for with SIGURG, and takes
 * no notice of.
 */
record WriteLease(Opener holder) implements AutoCloseable {
  private static final String HELD = "held";
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_WRLCK = 1;
  private static final int SIGURG = 23;

  /** {@return the lease} Its holder opens the file like everybody else. */
  static WriteLease on(Path file) throws URISyntaxException {
    List<String> command = ChildPrograms.command(WriteLease.class);
    command.add(file.toString());
    Opener holder = Opener.start(command.toArray(String[]::new));
    assertThat(holder.line()).isEqualTo(HELD);
    return new WriteLease(holder);
  }

  /** Waits until nobody else has the file open: the one who was asked about it, for a moment. */
  public static void main(String[] arguments) throws Throwable {
    Watchdog.start();
    Linker linker = Linker.nativeLinker();
    MethodHandle fcntl =
        linker.downcallHandle(
            linker.defaultLookup().find("fcntl").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    int fd = Fds.open(arguments[0], Fds.O_RDWR);
    int result = (int) fcntl.invokeExact(fd, F_SETSIG, SIGURG);
    while ((int) fcntl.invokeExact(fd, F_SETLEASE, F_WRLCK) < 0) {
      Thread.onSpinWait();
    }
    System.out.println(result == 0 ? HELD : "no signal can be chosen");
    new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
    System.out.println(Errno.message((int) Fds.read(fd, Arena.ofAuto().allocate(1))));
    Latches.await(new CountDownLatch(1));
  }

  /** {@return why the holder cannot read the file} */
  String failureToRead() {
    holder.tell("read");
    return holder.line();
  }

  @Override
  public void close() {
    holder.process().destroyForcibly().onExit().join();
  }
}

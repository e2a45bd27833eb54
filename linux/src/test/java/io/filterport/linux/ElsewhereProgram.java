package io.filterport.linux;

import java.util.Map;
import java.util.TreeMap;

/** Plays a system that is not Linux: everything loads, every call says why it cannot work. */
final class ElsewhereProgram {
  private ElsewhereProgram() {}

  public static void main(String[] arguments) {
    ChildJvm.limitTime();
    System.setProperty("os.name", "Plan 9");
    Map<String, Runnable> calls =
        new TreeMap<>(
            Map.of(
                "close", () -> Fds.close(-1),
                "fanotify_init", () -> Fanotify.init(0),
                "getuid", Identity::uid,
                "mmap", () -> Mapping.readOnly(-1, 1),
                "socket", () -> UnixSocket.create(UnixSocket.STREAM)));
    System.out.println("available " + LinuxSupport.isAvailable());
    calls.forEach(ElsewhereProgram::attempt);
  }

  private static void attempt(String name, Runnable call) {
    try {
      call.run();
      System.out.println(name + " worked");
    } catch (UnsupportedOperationException e) {
      System.out.println(String.valueOf(e.getMessage()).replaceFirst(" on [^ ]+$", ""));
    }
  }
}

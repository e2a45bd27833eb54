package io.filterport.verify.packaging;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Becomes a command that may make the given system calls and no others, nor open sockets that are
 * not local: {@code Confined NAME,NAME... COMMAND ARGUMENT...}. A unit's {@code SystemCallFilter=}
 * lets other calls fail; here they kill, so that none is missed. Needs libseccomp, as systemd does.
 */
public final class Confined {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SECCOMP =
      SymbolLookup.libraryLookup("libseccomp.so.2", Arena.global());
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private static final int KILL_PROCESS = 0x8000_0000;
  private static final int ALLOW = 0x7fff_0000;
  private static final int ERROR = 0x0005_0000;
  private static final int EAFNOSUPPORT = 97;
  private static final long AF_UNIX = 1;
  private static final int NOT_EQUAL = 1;
  private static final int UNKNOWN = -1;

  private static final MethodHandle INIT = seccomp("init", FunctionDescriptor.of(POINTER, INT));
  private static final MethodHandle LOAD = seccomp("load", FunctionDescriptor.of(INT, POINTER));
  private static final MethodHandle NUMBER =
      seccomp("syscall_resolve_name", FunctionDescriptor.of(INT, POINTER));
  private static final MethodHandle ADD =
      seccomp("rule_add_array", FunctionDescriptor.of(INT, POINTER, INT, INT, INT, POINTER));
  private static final MethodHandle EXECUTE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("execvp"),
          FunctionDescriptor.of(INT, POINTER, POINTER));

  private Confined() {}

  private static MethodHandle seccomp(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(SECCOMP.findOrThrow("seccomp_" + name), type);
  }

  public static void main(String[] arguments) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment command = strings(List.of(arguments).subList(1, arguments.length), arena);
      localSocketsOnly(arena);
      only(List.of(arguments[0].split(",")), arena);
      int result = (int) EXECUTE.invokeExact(command.getAtIndex(POINTER, 0), command);
      throw new IllegalStateException("execvp: " + result);
    }
  }

  private static void only(List<String> calls, Arena arena) throws Throwable {
    MemorySegment filter = (MemorySegment) INIT.invokeExact(KILL_PROCESS);
    for (String call : calls) {
      int number = number(call, arena);
      if (number != UNKNOWN) {
        require((int) ADD.invokeExact(filter, ALLOW, number, 0, MemorySegment.NULL), call);
      }
    }
    require((int) LOAD.invokeExact(filter), "load");
  }

  /** Systemd's sets name calls of all machines. */
  private static int number(String call, Arena arena) throws Throwable {
    return (int) NUMBER.invokeExact(arena.allocateFrom(call));
  }

  private static void localSocketsOnly(Arena arena) throws Throwable {
    MemorySegment family =
        arena.allocate(
            MemoryLayout.structLayout(INT, INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    family.set(INT, 4, NOT_EQUAL);
    family.set(ValueLayout.JAVA_LONG, 8, AF_UNIX);
    MemorySegment filter = (MemorySegment) INIT.invokeExact(ALLOW);
    int socket = number("socket", arena);
    require((int) ADD.invokeExact(filter, ERROR | EAFNOSUPPORT, socket, 1, family), "socket");
    require((int) LOAD.invokeExact(filter), "load");
  }

  private static MemorySegment strings(List<String> texts, Arena arena) {
    MemorySegment array = arena.allocate(POINTER, texts.size() + 1);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(POINTER, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private static void require(int result, String what) {
    if (result != 0) {
      throw new IllegalStateException(what + ": " + result);
    }
  }
}

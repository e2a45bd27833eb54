package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.filterport.Buffers;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection with somebody who takes this for clamd: one command, or a session of numbered ones
 * of which one at a time is under way. For use by one thread.
 */
final class ClamdTalk {
  private static final int LONGEST = 4096;
  private static final Pattern COMMAND = Pattern.compile("z(FILDES|PING|VERSION)\0");

  private final int socket;
  private boolean session;
  private long number;
  private String heard = "";
  private byte @Nullable [] content;

  ClamdTalk(int socket) {
    this.socket = socket;
  }

  /** {@return false if the other side has ended} Waits for what it says next. */
  boolean hear() {
    int ignored = Poll.await(socket, Poll.IN, -1);
    content = null;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST);
      Received received = DescriptorPassing.receive(socket, buffer);
      received.descriptors().forEach(this::read);
      heard = text(buffer, received.result());
      session |= heard.contains("zIDSESSION\0");
      number += COMMAND.matcher(heard).results().count();
      return received.result() > 0;
    }
  }

  private void read(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(LONGEST);
      long read = Fds.readAt(descriptor, bytes, 0);
      content = Buffers.bytes(bytes.asSlice(0, Math.max(read, 0)));
    } finally {
      int ignored = Fds.close(descriptor);
    }
  }

  private static String text(MemorySegment buffer, long bytes) {
    return new String(Buffers.bytes(buffer.asSlice(0, Math.max(bytes, 0))), ISO_8859_1);
  }

  /** Answers what was heard, as clamd does, but for scans that are lost. */
  void answer(Forgetful memory) {
    if (content != null) {
      memory.infected(content).ifPresent(it -> answer("fd[9]: " + (it ? "Eicar FOUND" : "OK")));
    } else if (heard.contains("zPING\0")) {
      answer("PONG");
    } else if (heard.contains("zVERSION\0")) {
      answer("ClamAV 1.4.6/27500/Mon Nov 10 08:00:00 2025");
    }
  }

  private void answer(String text) {
    if (session) {
      say(number + ": " + text + "\0");
    } else {
      say(text + "\0");
      int ignored = UnixSocket.shutdown(socket, UnixSocket.SHUT_RDWR);
    }
  }

  /** Says any text, which the other side may take or not. */
  void say(String text) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      int ignored = UnixSocket.send(socket, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
    }
  }
}

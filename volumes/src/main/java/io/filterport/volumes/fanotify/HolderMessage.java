package io.filterport.volumes.fanotify;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Received;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * What a host and its holder say to each other. Immutable.
 *
 * <pre>
 *   0 format  4 kind  8 verdicts  12 pid  16 descriptors  24 patience            (32 bytes)
 * </pre>
 *
 * @param kind what it is about; the other values are of {@link Kind#HOLD}
 * @param whileSilent whether openers are allowed while the host is silent
 * @param afterDeath whether they are allowed after its death
 * @param pid the host
 * @param descriptors the host's numbers of descriptors are lower
 * @param patienceMillis how long the host may be silent
 */
record HolderMessage(
    Kind kind,
    boolean whileSilent,
    boolean afterDeath,
    int pid,
    int descriptors,
    long patienceMillis) {
  /** What a message is about. */
  enum Kind {
    /** To the host: are you there? */
    PING(1),
    /** To the holder: yes. */
    PONG(2),
    /** To the holder, with the group and the directory of a volume: keep them. */
    HOLD(3),
    /** To the host: kept. */
    HELD(4),
    /** To the holder, from anyone who may connect: end. */
    END(5),
    /** Not understood, or nothing: the other one is gone. */
    GONE(0);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElse(GONE);
    }
  }

  /** Descriptors of {@link Kind#HOLD}. */
  static final int VOLUME = 2;

  private static final int FORMAT = 1;

  private static final int FORMAT_AT = 0;
  private static final int KIND = 4;
  private static final int VERDICTS = 8;
  private static final int PID = 12;
  private static final int DESCRIPTORS = 16;
  private static final int PATIENCE = 24;
  private static final int SIZE = 32;

  private static final int WHILE_SILENT = 1;
  private static final int AFTER_DEATH = 2;

  static HolderMessage of(Kind kind) {
    return new HolderMessage(kind, false, false, 0, 0, 0);
  }

  /** What came, and the descriptors that came with it, which are the receiver's. */
  record Arrival(HolderMessage message, List<Integer> descriptors) {
    Kind kind() {
      return message.kind();
    }

    void close() {
      descriptors.forEach(Fds::close);
    }
  }

  /** {@return the bytes sent, or -errno} */
  int send(int socket, int... descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(SIZE, Long.BYTES);
      data.set(JAVA_INT, FORMAT_AT, FORMAT);
      data.set(JAVA_INT, KIND, kind.code);
      data.set(
          JAVA_INT, VERDICTS, (whileSilent ? WHILE_SILENT : 0) | (afterDeath ? AFTER_DEATH : 0));
      data.set(JAVA_INT, PID, pid);
      data.set(JAVA_INT, DESCRIPTORS, this.descriptors);
      data.set(JAVA_LONG, PATIENCE, patienceMillis);
      return DescriptorPassing.send(socket, data, descriptors);
    }
  }

  static Arrival receive(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(SIZE, Long.BYTES);
      Received received = DescriptorPassing.receive(socket, data);
      return new Arrival(
          received.result() == SIZE ? decode(data) : of(Kind.GONE), received.descriptors());
    }
  }

  private static HolderMessage decode(MemorySegment data) {
    if (data.get(JAVA_INT, FORMAT_AT) != FORMAT) {
      return of(Kind.GONE);
    }
    int verdicts = data.get(JAVA_INT, VERDICTS);
    return new HolderMessage(
        Kind.of(data.get(JAVA_INT, KIND)),
        (verdicts & WHILE_SILENT) != 0,
        (verdicts & AFTER_DEATH) != 0,
        data.get(JAVA_INT, PID),
        data.get(JAVA_INT, DESCRIPTORS),
        data.get(JAVA_LONG, PATIENCE));
  }
}

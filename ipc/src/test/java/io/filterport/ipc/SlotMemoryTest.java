package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.linux.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory of a connection: what the host makes, and what a client takes. */
class SlotMemoryTest {
  private static final int SIZE_SEALS = MemFd.SEAL_SHRINK | MemFd.SEAL_GROW;
  private static final ConnectionLayout LAYOUT = new ConnectionLayout(64, 4032);
  private static final int SLOTS_AT = 8;
  private static final int MAX_MESSAGE_AT = 12;

  private final SlotMemory.ForClient made = SlotMemory.create(LAYOUT);
  private final List<Integer> files = new ArrayList<>();

  @AfterEach
  void close() {
    made.closeDescriptors();
    made.memory().close();
    files.forEach(Fds::close);
  }

  // ---- what the host makes

  @Test
  void bothFilesKeepTheirSize() {
    for (int fd : new int[] {made.hostFd(), made.commonFd()}) {
      assertThat(MemFd.truncate(fd, 0)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.truncate(fd, Fds.size(fd) - 1)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.truncate(fd, Fds.size(fd) + 1)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.addSeals(fd, MemFd.SEAL_WRITE)).isEqualTo(-Errno.EPERM);
    }
    assertThat(Fds.size(made.hostFd())).isEqualTo(LAYOUT.hostBytes());
    assertThat(Fds.size(made.commonFd())).isEqualTo(LAYOUT.commonBytes());
  }

  @Test
  void nobodyElseWritesTheHostsFile() {
    cannotWrite(made.hostFd());
    int reopened = file(Fds.open("/proc/self/fd/" + made.hostFd(), Fds.O_RDWR));
    cannotWrite(reopened);
  }

  private static void cannotWrite(int fd) {
    try (Arena arena = Arena.ofConfined();
        Mapping mapping = Mapping.readWrite(fd, LAYOUT.hostBytes())) {
      assertThat(mapping.result()).isEqualTo(-Errno.EPERM);
      assertThat(Fds.writeAt(fd, arena.allocate(8), 0)).isEqualTo(-Errno.EPERM);
      assertThat(MemFd.punchHole(fd, 0, 4096)).isEqualTo(-Errno.EPERM);
    }
  }

  @Test
  void theClientSeesWhatTheHostWritesAndCanReadItOnly() {
    try (SlotMemory client = SlotMemory.map(made.hostFd(), made.commonFd())) {
      assertThat(client.memory().layout()).isEqualTo(LAYOUT);
      assertThat(client.memory().host().isReadOnly()).isTrue();
      made.memory().memory().host().set(ValueLayout.JAVA_INT, 4096, 42);
      assertThat(client.memory().host().get(ValueLayout.JAVA_INT, 4096)).isEqualTo(42);
      client.memory().common().set(ValueLayout.JAVA_INT, 8192, 43);
      assertThat(made.memory().memory().common().get(ValueLayout.JAVA_INT, 8192)).isEqualTo(43);
    }
  }

  @Test
  void theMemoryOutlivesTheDescriptors() {
    SlotMemory.ForClient other = SlotMemory.create(LAYOUT);
    other.closeDescriptors();
    other.memory().memory().common().set(ValueLayout.JAVA_INT, 0, 1);
    assertThat(other.memory().memory().common().get(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
    other.memory().close();
    assertThat(other.memory().memory().common().scope().isAlive()).isFalse();
  }

  // ---- what a client takes

  @Test
  void takesWhatAnotherHostMightMake() {
    try (SlotMemory taken = SlotMemory.map(host(host -> {}), common(LAYOUT.commonBytes()))) {
      assertThat(taken.memory().layout()).isEqualTo(LAYOUT);
    }
  }

  @Test
  void refusesFilesThatMayShrinkOrGrow() {
    for (int seals : new int[] {0, MemFd.SEAL_SHRINK, MemFd.SEAL_GROW}) {
      int open = sized(LAYOUT.commonBytes());
      assertThat(MemFd.addSeals(open, seals)).isZero();
      refuses(host(host -> {}), open, "not sealed against a change of size");
      refuses(open, common(LAYOUT.commonBytes()), "not sealed against a change of size");
    }
  }

  @Test
  void refusesWhatIsNoMemoryFile() {
    refuses(file(EventFd.create()), made.commonFd(), "not sealed");
    refuses(made.hostFd(), file(Fds.open("/dev/zero", Fds.O_RDWR)), "not sealed");
  }

  @Test
  void refusesGeometriesThatDoNotExist() {
    refusesGeometry(SLOTS_AT, 0, "slots=0");
    refusesGeometry(SLOTS_AT, 63, "slots=63");
    refusesGeometry(SLOTS_AT, 65, "slots=65");
    refusesGeometry(SLOTS_AT, 1088, "slots=1088");
    refusesGeometry(SLOTS_AT, -64, "slots=-64");
    refusesGeometry(MAX_MESSAGE_AT, 0, "up to 0 bytes");
    refusesGeometry(MAX_MESSAGE_AT, (64 << 20) + 1, "up to 67108865 bytes");
    refusesGeometry(MAX_MESSAGE_AT, Integer.MAX_VALUE, "up to 2147483647 bytes");
    refusesGeometry(MAX_MESSAGE_AT, 1 << 31, "up to -2147483648 bytes");
  }

  private void refusesGeometry(int offset, int value, String reason) {
    int host = host(segment -> segment.set(ValueLayout.JAVA_INT, offset, value));
    refuses(host, made.commonFd(), reason);
  }

  @Test
  void refusesAnotherRevision() {
    int later = host(segment -> segment.set(ValueLayout.JAVA_SHORT, 0, (short) 5));
    FilterPortException refusal = refusal(later, made.commonFd());
    assertThat(refusal.status()).isEqualTo(NtStatus.UNKNOWN_REVISION);
    assertThat(refusal).hasMessageContaining("54524f5054460005");
  }

  @Test
  void refusesSizesThatAreNotThoseOfTheGeometry() {
    refuses(host(segment -> segment.set(ValueLayout.JAVA_INT, SLOTS_AT, 128)), made.commonFd());
    refuses(
        host(segment -> segment.set(ValueLayout.JAVA_INT, MAX_MESSAGE_AT, 4033)), made.commonFd());
    refuses(made.hostFd(), common(LAYOUT.commonBytes() - 1));
    refuses(made.hostFd(), common(LAYOUT.commonBytes() + 4096));
    refuses(made.hostFd(), made.hostFd());
  }

  private void refuses(int host, int common) {
    refuses(host, common, "other sizes than its geometry");
  }

  @Test
  void refusesAHostsFileWithoutRoomForItsGeometry() {
    refuses(common(0), made.commonFd(), "not sealed");
    refuses(common(1), made.commonFd(), "its geometry");
    refuses(common(7), made.commonFd(), "its geometry");
  }

  private static void refuses(int host, int common, String reason) {
    FilterPortException refusal = refusal(host, common);
    assertThat(refusal.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(refusal).hasMessageContaining(reason);
  }

  private static FilterPortException refusal(int host, int common) {
    return catchThrowableOfType(
        FilterPortException.class, () -> SlotMemory.map(host, common).close());
  }

  /** {@return a sealed host's file, changed before that} */
  private int host(Consumer<MemorySegment> change) {
    int fd = sized(LAYOUT.hostBytes());
    try (Mapping mapping = Mapping.readWrite(fd, LAYOUT.hostBytes())) {
      LAYOUT.write(mapping.segment());
      change.accept(mapping.segment());
    }
    assertThat(MemFd.addSeals(fd, SIZE_SEALS)).isZero();
    return fd;
  }

  private int common(long bytes) {
    int fd = sized(bytes);
    assertThat(MemFd.addSeals(fd, SIZE_SEALS)).isZero();
    return fd;
  }

  private int sized(long bytes) {
    int fd = file(MemFd.create("test"));
    assertThat(MemFd.truncate(fd, bytes)).isZero();
    return fd;
  }

  private int file(int fd) {
    assertThat(fd).isNotNegative();
    files.add(fd);
    return fd;
  }
}

package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.FanotifyEvents.Which;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What stands behind an event, and lengths that are wrong; a memory file plays the kernel. */
class FanotifyRecordsTest {
  private static final byte FID = 1;
  private static final byte NAME = 2;
  private static final byte RANGE = 6;
  private static final byte OLD_NAME = 10;
  private static final byte NEW_NAME = 12;
  private static final int HEADER = 24;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
  private final FanotifyEvents events = new FanotifyEvents(4096);

  /** Its length is that of what is put behind it, until {@link #end}. */
  private int begin(long mask) {
    int at = bytes.position();
    bytes.putInt(0).put((byte) 3).put((byte) 0).putShort((short) HEADER);
    bytes.putLong(mask).putInt(Fanotify.NOFD).putInt(4711);
    return at;
  }

  private void end(int at) {
    bytes.putInt(at, bytes.position() - at);
  }

  private void record(byte type, int length) {
    bytes.put(type).put((byte) 0).putShort((short) length);
  }

  private void entry(byte type, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    record(type, 28 + text.length + 1);
    bytes.putLong(0).putInt(8).putInt(1).putLong(text.length).put(text).put((byte) 0);
  }

  private void read() {
    int length = bytes.position();
    int file = MemFd.create("events");
    Fds.writeAt(file, MemorySegment.ofBuffer(bytes.duplicate().flip()), 0);
    assertThat(events.read(file)).isEqualTo(length);
    Fds.close(file);
  }

  private String name(Which which) {
    FanotifyEvents.Entry entry = events.entry(which);
    return entry == null ? "none" : entry.name() + " " + entry.directory().byteSize();
  }

  @Test
  void bothNamesOfARenameAreRead() {
    int at = begin(Fanotify.RENAME);
    entry(OLD_NAME, "old\n name");
    entry(NEW_NAME, "n");
    entry(FID, "");
    end(at);
    read();
    assertThat(events.next()).isTrue();
    assertThat(name(Which.OLD)).isEqualTo("old\n name 16");
    assertThat(name(Which.NEW)).isEqualTo("n 16");
    assertThat(name(Which.NAME)).isEqualTo("none");
    assertThat(events.target()).isNotNull();
    assertThat(events.pidfd()).isEqualTo(FanotifyEvents.NO_PIDFD);
    assertThat(events.hasRange()).isFalse();
    assertThat(events.next()).isFalse();
  }

  @Test
  void eventsBeginAtAnyMultipleOfFour() {
    for (String name : new String[] {"abc", "longer"}) {
      int at = begin(Fanotify.CREATE);
      entry(NAME, name);
      bytes.position((bytes.position() + 3) & ~3);
      end(at);
    }
    read();
    assertThat(events.next()).isTrue();
    assertThat(name(Which.NAME)).isEqualTo("abc 16");
    assertThat(events.next()).isTrue();
    assertThat(name(Which.NAME)).isEqualTo("longer 16");
    assertThat(events.mask()).isEqualTo(Fanotify.CREATE);
    assertThat(events.pid()).isEqualTo(4711);
  }

  @Test
  void aRangeIsRead() {
    int at = begin(Fanotify.PRE_ACCESS);
    record(RANGE, 24);
    bytes.putInt(0).putLong(8192).putLong(4096);
    end(at);
    read();
    assertThat(events.next()).isTrue();
    assertThat(events.hasRange()).isTrue();
    assertThat(events.rangeOffset()).isEqualTo(8192);
    assertThat(events.rangeLength()).isEqualTo(4096);
    assertThat(events.target()).isNull();
  }

  @Test
  void anEventOfAWrongLengthIsTheLast() {
    for (int length : new int[] {0, 23, 25, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      bytes.clear();
      int at = begin(Fanotify.CREATE);
      bytes.putInt(at, length);
      read();
      assertThat(events.next()).as("length %d", length).isFalse();
      assertThat(events.next()).as("length %d", length).isFalse();
    }
  }

  @Test
  void aRecordOfAWrongLengthIsNone() {
    for (int length : new int[] {0, 3, 19, 27, 34, 0xffff}) {
      bytes.clear();
      int at = begin(Fanotify.CREATE);
      int start = bytes.position();
      entry(NAME, "name");
      bytes.putShort(start + 2, (short) length);
      end(at);
      read();
      assertThat(events.next()).isTrue();
      assertThat(name(Which.NAME)).as("length %d", length).isEqualTo("none");
      assertThat(events.target()).as("length %d", length).isNull();
    }
  }

  @Test
  void aHandleOfAWrongLengthIsNone() {
    for (int length : new int[] {14, 129, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      bytes.clear();
      int at = begin(Fanotify.CREATE);
      int start = bytes.position();
      entry(NAME, "name");
      bytes.putInt(start + 12, length);
      end(at);
      read();
      assertThat(events.next()).isTrue();
      assertThat(name(Which.NAME)).as("length %d", length).isEqualTo("none");
    }
  }

  @Test
  void recordsOfOtherTypesArePassedOver() {
    int at = begin(Fanotify.CREATE);
    record((byte) 99, 4);
    record((byte) 98, 12);
    bytes.putLong(-1);
    entry(NAME, "name");
    end(at);
    read();
    assertThat(events.next()).isTrue();
    assertThat(name(Which.NAME)).isEqualTo("name 16");
  }
}

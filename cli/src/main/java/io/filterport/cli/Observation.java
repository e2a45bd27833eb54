package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Latency;
import io.filterport.filter.PortActivity.Traffic;
import io.filterport.service.FilterPort;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What has happened in a host, as its inspection port tells it. Immutable. Counters go by their
 * names, so that a new one is a new name.
 *
 * @param ports what happened at its ports
 * @param volumes what happened on its volumes
 * @param losses what nobody was told of
 */
record Observation(
    List<PortActivity> ports, List<VolumeActivity> volumes, List<RecordLosses> losses) {
  /** What the inspection port is asked; the question for an inventory is its format. */
  static final byte QUESTION = 'o';

  private static final int FORMAT = 3;
  private static final int ROOM = 1 << 20;

  /**
   * What happened on a volume.
   *
   * @param name its name
   * @param decided what was decided
   * @param cache how filters fared with verdicts that were kept
   * @param events what else it counts, by name
   */
  record VolumeActivity(
      String name, VolumeCounters decided, CacheCounters cache, Map<String, Long> events) {}

  /**
   * Records that nobody got.
   *
   * @param kind of records
   * @param source the volume, filter or port that they were of
   * @param byReason how many, by why
   */
  record RecordLosses(String kind, String source, Map<String, Long> byReason) {
    /** A line of events. */
    static final String EVENT = "event";

    /** A filter's record for its own clients. */
    static final String FILTER = "filter";

    /** A record of messages, for {@code filterport record}. */
    static final String RECORDING = "recording";
  }

  /**
   * {@return what happens now}
   *
   * @param providers the host's filters
   * @param recordables the ports that may be recorded
   */
  static Observation of(
      List<PortActivity> ports,
      List<Volume> volumes,
      List<FilterProvider> providers,
      Recordables recordables) {
    List<RecordLosses> losses = new ArrayList<>();
    for (Volume volume : volumes) {
      losses.add(new RecordLosses(RecordLosses.EVENT, volume.name(), volume.untoldVerdicts()));
    }
    for (FilterProvider provider : providers) {
      losses.add(new RecordLosses(RecordLosses.FILTER, provider.name(), provider.losses()));
    }
    for (PortTap tap : recordables.taps()) {
      losses.add(new RecordLosses(RecordLosses.RECORDING, tap.port(), tap.losses().byReason()));
    }
    losses.removeIf(each -> each.byReason().isEmpty());
    return new Observation(
        ports, volumes.stream().map(Observation::activity).toList(), List.copyOf(losses));
  }

  private static VolumeActivity activity(Volume volume) {
    return new VolumeActivity(
        volume.name(), volume.counters(), volume.cacheCounters(), volume.events());
  }

  /** {@return what the manager of a space tells} */
  static Observation ask(PortSpace space) throws IOException {
    try (FilterPort port = FilterPort.connect(space, InspectionFilter.PORT)) {
      return ask(port);
    }
  }

  /** {@return what the manager tells now, through its inspection port} */
  static Observation ask(FilterPort port) throws IOException {
    MemorySegment answer = Buffers.allocate(ROOM);
    int bytes = port.send(Buffers.of(QUESTION), answer);
    return decode(Arrays.copyOf(Buffers.bytes(answer), bytes));
  }

  // ---- the bytes in between

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(QUESTION);
      out.writeByte(FORMAT);
      Wire.writeAll(out, ports, Observation::write);
      Wire.writeAll(out, volumes, Observation::write);
      Wire.writeAll(out, losses, Observation::write);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, PortActivity port) throws IOException {
    Wire.writeText(out, port.port());
    Wire.writeText(out, port.filter());
    out.writeInt(port.seatsTaken());
    out.writeInt(port.maxConnections());
    out.writeLong(port.accepted());
    Wire.writeCounters(out, port.refused());
    Wire.writeCounters(out, port.ended());
    write(out, port.toService());
    write(out, port.toFilter());
    Wire.writeAll(out, port.connections(), Observation::write);
  }

  private static void write(DataOutputStream out, Traffic traffic) throws IOException {
    Wire.writeCounters(out, traffic.outcomes());
    out.writeInt(traffic.slotsUsed());
    out.writeInt(traffic.slots());
    out.writeInt(traffic.inLine());
    out.writeLong(traffic.oldestNanos());
    Wire.writeAll(out, traffic.latency().counts(), DataOutputStream::writeLong);
    out.writeLong(traffic.latency().totalNanos());
  }

  private static void write(DataOutputStream out, ConnectionActivity one) throws IOException {
    out.writeLong(one.id());
    out.writeLong(one.processId());
    out.writeLong(one.toService());
    out.writeLong(one.toFilter());
    out.writeInt(one.unanswered());
    out.writeLong(one.oldestNanos());
  }

  private static void write(DataOutputStream out, VolumeActivity volume) throws IOException {
    Wire.writeText(out, volume.name());
    out.writeLong(volume.decided().asked());
    out.writeLong(volume.decided().allowed());
    out.writeLong(volume.decided().denied());
    out.writeLong(volume.decided().failed());
    out.writeLong(volume.decided().wouldDeny());
    out.writeLong(volume.cache().hits());
    out.writeLong(volume.cache().misses());
    out.writeLong(volume.cache().uncacheable());
    out.writeLong(volume.cache().marksSet());
    out.writeLong(volume.cache().marksDropped());
    Wire.writeCounters(out, volume.events());
  }

  private static void write(DataOutputStream out, RecordLosses lost) throws IOException {
    Wire.writeText(out, lost.kind());
    Wire.writeText(out, lost.source());
    Wire.writeCounters(out, lost.byReason());
  }

  static Observation decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = in.read();
    int format = in.read();
    if (kind != QUESTION || format != FORMAT) {
      throw new FilterPortException(
          "the manager's counters have format "
              + kind
              + "."
              + format
              + ", this command knows "
              + QUESTION
              + "."
              + FORMAT,
          NtStatus.UNKNOWN_REVISION,
          "Use the same version of Filterport on both sides.");
    }
    return new Observation(
        Wire.readAll(in, Observation::readPort),
        Wire.readAll(in, Observation::readVolume),
        Wire.readAll(in, Observation::readLosses));
  }

  private static PortActivity readPort(DataInputStream in) throws IOException {
    return new PortActivity(
        Wire.readText(in),
        Wire.readText(in),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        Wire.readCounters(in),
        Wire.readCounters(in),
        readTraffic(in),
        readTraffic(in),
        Wire.readAll(in, Observation::readConnection));
  }

  private static Traffic readTraffic(DataInputStream in) throws IOException {
    return new Traffic(
        Wire.readCounters(in),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        new Latency(Wire.readAll(in, DataInputStream::readLong), in.readLong()));
  }

  private static ConnectionActivity readConnection(DataInputStream in) throws IOException {
    return new ConnectionActivity(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readLong());
  }

  private static VolumeActivity readVolume(DataInputStream in) throws IOException {
    return new VolumeActivity(
        Wire.readText(in),
        new VolumeCounters(
            in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong()),
        new CacheCounters(
            in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong()),
        Wire.readCounters(in));
  }

  private static RecordLosses readLosses(DataInputStream in) throws IOException {
    return new RecordLosses(Wire.readText(in), Wire.readText(in), Wire.readCounters(in));
  }
}

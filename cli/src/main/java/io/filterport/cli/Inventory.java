package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.ManagerSnapshot;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.security.Administrators;
import io.filterport.service.FilterPort;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.FileOperation;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a host holds, as its inspection port tells it. Immutable.
 *
 * @param administrators whom it takes for administrators
 * @param filters with their ports and connections
 * @param volumes what is guarded
 */
record Inventory(
    Administrators administrators, List<FilterState> filters, List<VolumeState> volumes) {
  private static final int FORMAT = 6;
  private static final int ROOM = 1 << 20;

  /** As {@link Volume#events} names it. */
  private static final String EXCLUDED = "excluded";

  /**
   * A guarded volume.
   *
   * @param name its name
   * @param vetoes what it can veto
   * @param reports what it tells of afterwards
   * @param asked operations that were for callbacks, whether or not there was room or time to call
   *     one
   * @param denied of these
   * @param wouldDeny of these, not denied because the volume is in audit mode
   * @param excluded allowed unasked because they were left out
   * @param cache how filters fared with verdicts that were kept
   */
  record VolumeState(
      String name,
      List<String> vetoes,
      List<String> reports,
      long asked,
      long denied,
      long wouldDeny,
      long excluded,
      CacheCounters cache) {}

  static Inventory of(ManagerSnapshot manager, List<Volume> volumes) {
    return new Inventory(
        manager.administrators(),
        manager.filters(),
        volumes.stream().map(Inventory::state).toList());
  }

  private static VolumeState state(Volume volume) {
    VolumeCounters counters = volume.counters();
    return new VolumeState(
        volume.name(),
        names(volume.capabilities()),
        names(volume.reports()),
        counters.asked(),
        counters.denied(),
        counters.wouldDeny(),
        volume.events().getOrDefault(EXCLUDED, 0L),
        volume.cacheCounters());
  }

  private static List<String> names(Set<FileOperation.Kind> kinds) {
    return kinds.stream().map(Enum::name).sorted().toList();
  }

  /** {@return what the manager of a space tells} */
  static Inventory ask(PortSpace space) throws IOException {
    MemorySegment answer = Buffers.allocate(ROOM);
    try (FilterPort port = FilterPort.connect(space, InspectionFilter.PORT)) {
      int bytes = port.send(Buffers.of((byte) FORMAT), answer);
      return decode(Arrays.copyOf(Buffers.bytes(answer), bytes));
    }
  }

  // ---- the bytes in between

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      write(out, administrators.users());
      write(out, administrators.groups());
      out.writeInt(filters.size());
      for (FilterState filter : filters) {
        write(out, filter);
      }
      out.writeInt(volumes.size());
      for (VolumeState volume : volumes) {
        write(out, volume);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Set<Long> ids) throws IOException {
    out.writeInt(ids.size());
    for (long id : ids) {
      out.writeLong(id);
    }
  }

  /** Of any length and any units: a name or a descriptor can be too long for modified UTF-8. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String readText(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = in.readInt(); i > 0; i--) {
      text.append(in.readChar());
    }
    return text.toString();
  }

  private static void write(DataOutputStream out, FilterState filter) throws IOException {
    writeText(out, filter.name());
    writeText(out, filter.altitude());
    out.writeInt(filter.ports().size());
    for (PortState port : filter.ports()) {
      write(out, port);
    }
  }

  private static void write(DataOutputStream out, PortState port) throws IOException {
    writeText(out, port.name());
    out.writeBoolean(port.listening());
    out.writeInt(port.seatsTaken());
    out.writeInt(port.maxConnections());
    writeText(out, port.securityDescriptor());
    out.writeBoolean(port.strictAccess());
    out.writeBoolean(port.oneWay());
    out.writeInt(port.connections().size());
    for (ConnectionState connection : port.connections()) {
      out.writeLong(connection.id());
      out.writeLong(connection.processId());
      out.writeLong(connection.userId());
      writeText(out, connection.state());
      out.writeLong(connection.ageMillis());
    }
  }

  private static void write(DataOutputStream out, VolumeState volume) throws IOException {
    writeText(out, volume.name());
    writeText(out, String.join(",", volume.vetoes()));
    writeText(out, String.join(",", volume.reports()));
    out.writeLong(volume.asked());
    out.writeLong(volume.denied());
    out.writeLong(volume.wouldDeny());
    out.writeLong(volume.excluded());
    out.writeLong(volume.cache().hits());
    out.writeLong(volume.cache().misses());
    out.writeLong(volume.cache().uncacheable());
    out.writeLong(volume.cache().marksSet());
    out.writeLong(volume.cache().marksDropped());
  }

  static Inventory decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int format = in.read();
    if (format != FORMAT) {
      throw new FilterPortException(
          "the manager's inventory has format " + format + ", this command knows " + FORMAT,
          NtStatus.UNKNOWN_REVISION,
          "Use the same version of Filterport on both sides.");
    }
    Administrators administrators = new Administrators(readIds(in), readIds(in));
    List<FilterState> filters = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      filters.add(readFilter(in));
    }
    List<VolumeState> volumes = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      volumes.add(readVolume(in));
    }
    return new Inventory(administrators, filters, volumes);
  }

  private static Set<Long> readIds(DataInputStream in) throws IOException {
    Set<Long> ids = new HashSet<>();
    for (int i = in.readInt(); i > 0; i--) {
      ids.add(in.readLong());
    }
    return ids;
  }

  private static FilterState readFilter(DataInputStream in) throws IOException {
    String name = readText(in);
    String altitude = readText(in);
    List<PortState> ports = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      ports.add(readPort(in));
    }
    return new FilterState(name, altitude, ports);
  }

  private static PortState readPort(DataInputStream in) throws IOException {
    String name = readText(in);
    boolean listening = in.readBoolean();
    int taken = in.readInt();
    int max = in.readInt();
    String descriptor = readText(in);
    boolean strict = in.readBoolean();
    boolean oneWay = in.readBoolean();
    List<ConnectionState> connections = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      connections.add(
          new ConnectionState(
              in.readLong(), in.readLong(), in.readLong(), readText(in), in.readLong()));
    }
    return new PortState(name, listening, taken, max, descriptor, strict, oneWay, connections);
  }

  private static VolumeState readVolume(DataInputStream in) throws IOException {
    String name = readText(in);
    List<String> vetoes = readNames(in);
    List<String> reports = readNames(in);
    return new VolumeState(
        name,
        vetoes,
        reports,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readCache(in));
  }

  private static List<String> readNames(DataInputStream in) throws IOException {
    String names = readText(in);
    return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
  }

  private static CacheCounters readCache(DataInputStream in) throws IOException {
    return new CacheCounters(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}

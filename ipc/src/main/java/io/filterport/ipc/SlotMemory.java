package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.MappedMemory;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Mapping;
import io.filterport.linux.MemFd;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The shared memory of one connection, mapped: two memory files, made, sized and sealed by the host
 * before the client sees them. Untouched pages cost nothing.
 */
final class SlotMemory implements AutoCloseable {
  private static final int COMMON_SEALS = MemFd.SEAL_SHRINK | MemFd.SEAL_GROW | MemFd.SEAL_SEAL;
  private static final int HOST_SEALS = COMMON_SEALS | MemFd.SEAL_FUTURE_WRITE;
  private static final int SIZE_SEALS = MemFd.SEAL_SHRINK | MemFd.SEAL_GROW;

  private final Mapping host;
  private final Mapping common;
  private final MappedMemory memory;

  private SlotMemory(Mapping host, Mapping common, ConnectionLayout layout) {
    this.host = host;
    this.common = common;
    this.memory = new MappedMemory(layout, host.segment(), common.segment(), common::giveBack);
  }

  MappedMemory memory() {
    return memory;
  }

  /**
   * The host's own memory and the descriptors for the client, which are closed once they are sent.
   *
   * @param memory mapped here
   * @param hostFd for the client, which can only read it
   * @param commonFd for the client
   */
  record ForClient(SlotMemory memory, int hostFd, int commonFd) {
    void closeDescriptors() {
      Fds.close(hostFd);
      Fds.close(commonFd);
    }
  }

  /**
   * {@return new memory}
   *
   * @throws FilterPortException {@link NtStatus#INSUFFICIENT_RESOURCES}
   */
  static ForClient create(ConnectionLayout layout) {
    int hostFd = check(MemFd.create("filterport-host"), "memfd_create");
    int commonFd = -1;
    Mapping host = null;
    Mapping common = null;
    try {
      commonFd = check(MemFd.create("filterport-common"), "memfd_create");
      check(MemFd.truncate(hostFd, layout.hostBytes()), "ftruncate");
      check(MemFd.truncate(commonFd, layout.commonBytes()), "ftruncate");
      host = mapped(Mapping.readWrite(hostFd, layout.hostBytes()));
      layout.write(host.segment());
      check(MemFd.addSeals(hostFd, HOST_SEALS), "F_ADD_SEALS");
      check(MemFd.addSeals(commonFd, COMMON_SEALS), "F_ADD_SEALS");
      common = mapped(Mapping.readWrite(commonFd, layout.commonBytes()));
      return new ForClient(new SlotMemory(host, common, layout), hostFd, commonFd);
    } catch (RuntimeException | Error e) {
      close(host);
      close(common);
      Fds.close(hostFd);
      Fds.close(commonFd);
      throw e;
    }
  }

  private static void close(@Nullable Mapping made) {
    if (made != null) {
      made.close();
    }
  }

  private static int check(int result, String call) {
    if (result < 0) {
      throw noMemory(call, result);
    }
    return result;
  }

  private static Mapping mapped(Mapping mapping) {
    check(mapping.result(), "mmap");
    return mapping;
  }

  private static FilterPortException noMemory(String call, int result) {
    return new FilterPortException(
        "making the memory of a connection: " + call + ": " + Errno.name(-result),
        NtStatus.INSUFFICIENT_RESOURCES,
        "The manager is out of memory or descriptors; close connections or raise its limits.");
  }

  /**
   * {@return memory that a host sent} The descriptors are the caller's to close.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if it is not what a host makes
   */
  static SlotMemory map(int hostFd, int commonFd) {
    requireFixedSize(hostFd);
    requireFixedSize(commonFd);
    Mapping host = mapped(Mapping.readOnly(hostFd, Fds.size(hostFd)));
    Mapping common = null;
    try {
      ConnectionLayout layout = geometry(host.segment());
      if (host.segment().byteSize() != layout.hostBytes()
          || Fds.size(commonFd) != layout.commonBytes()) {
        throw foreign("its files have other sizes than its geometry");
      }
      common = mapped(Mapping.readWrite(commonFd, layout.commonBytes()));
      return new SlotMemory(host, common, layout);
    } catch (RuntimeException | Error e) {
      host.close();
      close(common);
      throw e;
    }
  }

  private static ConnectionLayout geometry(MemorySegment host) {
    try {
      return ConnectionLayout.read(host);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw foreign("its geometry: " + e.getMessage());
    }
  }

  /** A file that shrinks under a mapping kills the process that touches it. */
  private static void requireFixedSize(int fd) {
    int seals = MemFd.getSeals(fd);
    if (seals < 0 || (seals & SIZE_SEALS) != SIZE_SEALS || Fds.size(fd) <= 0) {
      throw foreign("a file that is not sealed against a change of size");
    }
  }

  private static FilterPortException foreign(String what) {
    return new FilterPortException(
        "memory from the manager: " + what,
        NtStatus.INVALID_PARAMETER,
        "Is it a Filterport manager of this version that listens there?");
  }

  @Override
  public void close() {
    host.close();
    common.close();
  }
}

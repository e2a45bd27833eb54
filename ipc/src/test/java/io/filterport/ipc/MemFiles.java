package io.filterport.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory files that this process has mapped, each once, by their inodes, and the bytes of them
 * that are in memory. Both sides map each file here: what the side with more of it has, counts.
 */
record MemFiles(Map<String, Long> residentByFile) {
  private static final String PREFIX = "/memfd:filterport-";

  static MemFiles now() {
    Map<String, Long> resident = new HashMap<>();
    String file = null;
    for (String line : smaps()) {
      if (line.contains("-") && !line.contains("kB")) {
        file = line.contains(PREFIX) ? nameAndInode(line) : null;
      } else if (file != null && line.startsWith("Rss:")) {
        resident.merge(file, kilobytes(line) << 10, Math::max);
      }
    }
    return new MemFiles(resident);
  }

  /** Addresses, rights, offset, device, inode, name. */
  private static String nameAndInode(String mapping) {
    String[] fields = mapping.split(" +", 6);
    return fields[5] + " " + fields[4];
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  private static List<String> smaps() {
    try {
      return Files.readAllLines(Path.of("/proc/self/smaps"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what is resident of the host's files that were not there before} */
  long hostBytesSince(MemFiles before) {
    return bytesSince(before, "host");
  }

  /** {@return what is resident of the common files that were not there before} */
  long commonBytesSince(MemFiles before) {
    return bytesSince(before, "common");
  }

  private long bytesSince(MemFiles before, String which) {
    return residentByFile.entrySet().stream()
        .filter(entry -> !before.residentByFile.containsKey(entry.getKey()))
        .filter(entry -> entry.getKey().startsWith(PREFIX + which))
        .mapToLong(Map.Entry::getValue)
        .reduce(Long::sum)
        .orElseThrow();
  }
}

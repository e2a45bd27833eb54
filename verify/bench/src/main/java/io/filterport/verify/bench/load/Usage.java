package io.filterport.verify.bench.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has used since it began.
 *
 * @param cpuNanos processor time of all its threads
 * @param allocatedBytes memory that Java code asked for
 * @param switches how often a thread gave up its processor, or lost it
 * @param residentKib memory that it occupies
 * @param heapBytes objects that are alive, if the garbage was collected just before
 */
public record Usage(
    long cpuNanos, long allocatedBytes, long switches, long residentKib, long heapBytes) {
  private static final Path SELF = Path.of("/proc/self");

  /** {@return that of this process} */
  public static Usage ofThisProcess() {
    return new Usage(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes(),
        switchesOfAllThreads(),
        number(SELF.resolve("status"), "\nVmRSS:"),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static long switchesOfAllThreads() {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(SELF.resolve("task"))) {
      long sum = 0;
      for (Path task : tasks) {
        Path status = task.resolve("status");
        sum += number(status, "\nvoluntary_ctxt_switches:");
        sum += number(status, "\nnonvoluntary_ctxt_switches:");
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the number after a label, 0 if the thread that the file tells of has ended} */
  private static long number(Path file, String label) {
    try {
      String text = Files.readString(file);
      int begin = text.indexOf(label) + label.length();
      return Long.parseLong(
          text.substring(begin, text.indexOf('\n', begin)).replace("kB", "").strip());
    } catch (IOException e) {
      return 0;
    }
  }

  /** {@return this as one line} */
  public String toLine() {
    return String.join(
        " ",
        Stream.of(cpuNanos, allocatedBytes, switches, residentKib, heapBytes)
            .map(value -> Long.toString(value))
            .toList());
  }

  /** {@return what {@link #toLine} made} */
  public static Usage parse(String line) {
    List<Long> values = Stream.of(line.split(" ", -1)).map(Long::valueOf).toList();
    return new Usage(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
  }

  /**
   * {@return what the next question would find if nothing else happened} The files that are read
   * for an answer cost more memory than many round trips.
   *
   * @param previous the answer to the question before this one
   */
  public Usage withOneMoreQuestion(Usage previous) {
    return new Usage(
        2 * cpuNanos - previous.cpuNanos,
        2 * allocatedBytes - previous.allocatedBytes,
        2 * switches - previous.switches,
        residentKib,
        heapBytes);
  }

  /** {@return what was used since an earlier moment, except memory, which is that of now} */
  public Usage since(Usage earlier) {
    return new Usage(
        cpuNanos - earlier.cpuNanos,
        allocatedBytes - earlier.allocatedBytes,
        switches - earlier.switches,
        residentKib,
        heapBytes);
  }
}

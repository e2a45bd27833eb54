package io.filterport.verify.bench.onaccess;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.verify.bench.peer.Calls;
import io.filterport.verify.bench.peer.RoundTrip;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Callers that open files one after the other, and perhaps read them. */
public final class Openings implements Calls {
  /** Bytes of each file. */
  public static final int FILE_BYTES = 1_024;

  private static final int FILES = 64;

  /** So that callers do not open the same file at the same time. */
  private static final int APART = 17;

  private final List<String> files;
  private final int bytes;

  private Openings(List<String> files, int bytes) {
    this.files = files;
    this.bytes = bytes;
  }

  /**
   * {@return callers for files that are written now}
   *
   * @param directory where
   * @param bytes that a caller reads of a file; 0 if it opens it only
   */
  public static Openings in(Path directory, int bytes) throws IOException {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[FILE_BYTES];
      Arrays.fill(content, (byte) ('0' + i));
      files.add(Files.write(directory.resolve("file-" + i), content).toString());
    }
    return new Openings(files, bytes);
  }

  @Override
  public RoundTrip caller(int index) {
    MemorySegment buffer = Arena.global().allocate(FILE_BYTES);
    return stamp -> {
      open(files.get((int) ((stamp + (long) index * APART) % FILES)), buffer);
      return stamp;
    };
  }

  private void open(String file, MemorySegment buffer) throws IOException {
    int fd = Fds.open(file, Fds.O_RDONLY | Fds.O_CLOEXEC);
    if (fd < 0) {
      throw new IOException("opening " + file + ": " + Errno.name(fd));
    }
    long read = bytes == 0 ? 0 : Fds.readAt(fd, buffer, 0);
    Fds.close(fd);
    if (read != bytes) {
      throw new IOException("reading " + file + ": " + read);
    }
  }

  @Override
  public void close() {
    // the files go with their file system
  }
}

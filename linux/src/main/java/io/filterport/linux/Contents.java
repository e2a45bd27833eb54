package io.filterport.linux;

import io.filterport.Content;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.IntUnaryOperator;

/** Contents as descriptors that another process can read. */
public final class Contents {
  /** The longest content that is copied because it is no open file. */
  public static final long MAX_COPY = 64L << 20;

  private static final int SEALS =
      MemFd.SEAL_SHRINK | MemFd.SEAL_GROW | MemFd.SEAL_WRITE | MemFd.SEAL_SEAL;

  private Contents() {}

  /**
   * {@return what the action returns for a descriptor of the content; a negated errno without
   * running it, if there is no such descriptor} Content that is no open file is copied into sealed
   * memory, up to {@link #MAX_COPY}.
   *
   * @param content what to hand over
   * @param action sends the descriptor, which is closed or the owner's again afterwards
   */
  public static int with(Content content, IntUnaryOperator action) {
    return content instanceof DescriptorContent open
        ? (int) open.use(action::applyAsInt)
        : withCopy(content, action);
  }

  private static int withCopy(Content content, IntUnaryOperator action) {
    if (content.size() > MAX_COPY) {
      return -Errno.ENOMEM;
    }
    int fd = MemFd.create("filterport-content");
    if (fd < 0) {
      return fd;
    }
    try {
      int result = fill(fd, content);
      return result < 0 ? result : action.applyAsInt(fd);
    } finally {
      Fds.close(fd);
    }
  }

  private static int fill(int fd, Content content) {
    int result = MemFd.truncate(fd, content.size());
    if (result == 0 && content.size() > 0) {
      result = copy(fd, content);
    }
    return result < 0 ? result : MemFd.addSeals(fd, SEALS);
  }

  private static int copy(int fd, Content content) {
    try (Mapping mapping = Mapping.readWrite(fd, content.size())) {
      if (mapping.result() < 0) {
        return mapping.result();
      }
      MemorySegment target = mapping.segment();
      long position = 0;
      while (position < target.byteSize()) {
        int read = content.read(position, target.asSlice(position));
        if (read <= 0) {
          return -Errno.EINVAL;
        }
        position += read;
      }
      return 0;
    } catch (IOException | RuntimeException e) { // whatever a filter's content throws
      return -Errno.EINVAL;
    }
  }
}

package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** What comes of a channel's method with a guarded file and with a plain one. Stateless. */
final class SideBySide {
  private SideBySide() {}

  /** Opens a file to read and write it. */
  interface Opener<C extends Channel> {
    C open(Path file) throws IOException;
  }

  /** Does something with the channel, and says what came of it. */
  interface Method<C extends Channel> {
    Object apply(C channel) throws Exception;
  }

  /** Both must be alike, in the directory and on jimfs. */
  static <C extends Channel> void agree(Path directory, Opener<C> opener, Method<C> method)
      throws IOException {
    compare(directory, opener, method);
    try (FileSystem jimfs = Jimfs.newFileSystem(Configuration.unix())) {
      compare(jimfs.getPath("").toAbsolutePath(), opener, method);
    }
  }

  private static <C extends Channel> void compare(
      Path directory, Opener<C> opener, Method<C> method) throws IOException {
    Path guarded = OperationsContract.guarded(directory, new KindFilter()).resolve("guarded");
    assertThat(outcome(guarded, opener, method))
        .isEqualTo(outcome(directory.resolve("plain"), opener, method));
  }

  /** The result, or the exception's class, and the file afterwards. */
  private static <C extends Channel> String outcome(Path file, Opener<C> opener, Method<C> method)
      throws IOException {
    Files.writeString(file, "content");
    try (C channel = opener.open(file)) {
      return method.apply(channel) + " " + Files.readString(file);
    } catch (Exception e) {
      return e.getClass().getName();
    }
  }
}

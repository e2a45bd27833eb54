package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** Somebody who sits at clamd's socket in its place, and behaves oddly. */
final class OddClamd implements Closeable {
  private static final int BACKLOG = 64;
  private static final int BYTES = 200;
  private static final long SEED = 4_711;

  private final int listener;
  private final Oddity oddity;
  private final Forgetful memory = new Forgetful();

  private OddClamd(int listener, Oddity oddity) {
    this.listener = listener;
    this.oddity = oddity;
  }

  static OddClamd at(Path socket, Oddity oddity) throws IOException {
    Files.deleteIfExists(socket);
    int listener = UnixSocket.create(UnixSocket.STREAM);
    if (UnixSocket.bind(listener, socket.toString()) < 0
        || UnixSocket.listen(listener, BACKLOG) < 0) {
      int ignored = Fds.close(listener);
      throw new IOException("nobody can listen at " + socket);
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    OddClamd clamd = new OddClamd(listener, oddity);
    Thread.ofPlatform().daemon().name("odd-clamd").start(clamd::accept);
    return clamd;
  }

  private void accept() {
    while (Poll.await(listener, Poll.IN, -1) == Poll.IN) {
      int socket = UnixSocket.accept(listener);
      if (socket >= 0) {
        Thread.ofPlatform().daemon().name("odd-clamd-client").start(() -> serve(socket));
      }
    }
    int ignored = Fds.close(listener);
  }

  private void serve(int socket) {
    ClamdTalk talk = new ClamdTalk(socket);
    Random random = new Random(SEED);
    while (talk.hear() && oddity != Oddity.HANGS_UP) {
      if (oddity == Oddity.NONSENSE) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        talk.say(new String(bytes, ISO_8859_1));
      } else if (oddity == Oddity.FORGETFUL) {
        talk.answer(memory);
      }
    }
    int ignored = Fds.close(socket);
  }

  /** Nobody else can connect; who is connected stays so until he goes. */
  @Override
  public void close() {
    int ignored = UnixSocket.shutdown(listener, UnixSocket.SHUT_RDWR);
  }
}

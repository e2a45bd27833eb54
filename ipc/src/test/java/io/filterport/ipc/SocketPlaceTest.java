package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.linux.Kernel;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a manager listens. */
class SocketPlaceTest {
  @TempDir private Path directory;

  private static int connect(Path path) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    int result = UnixSocket.connect(socket, path.toString());
    Fds.close(socket);
    return result;
  }

  private static void leave(SocketPlace place) {
    place.unlink();
    Fds.close(place.socket());
    place.release();
  }

  private static FilterPortException refusal(Path path) {
    return catchThrowableOfType(FilterPortException.class, () -> leave(SocketPlace.take(path)));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void everyoneMayKnock() throws IOException {
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    assertThat(UnixSocket.listen(place.socket(), 1)).isZero();
    assertThat(connect(path)).isZero();
    assertThat(permissions(path)).isEqualTo("rw-rw-rw-");
    leave(place);
    assertThat(path).doesNotExist();
  }

  @Test
  @DisplayName(
      "what has taken the new socket's name, or a link leads to, does not become everyone's")
  void onlyTheSocketIsForEveryone() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(directory.resolve("sock"), file);
    for (Path path : new Path[] {link, file, directory.resolve("missing")}) {
      assertThatIOException().isThrownBy(() -> SocketPlace.allowEveryone(path));
    }
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  @DisplayName("INV-09: since Linux 6.16 nobody sends descriptors to a manager")
  void nobodySendsDescriptors() {
    assumeTrue(Kernel.isAtLeast(Kernel.release(), 6, 16), "needs Linux 6.16");
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    UnixSocket.listen(place.socket(), 1);
    int client = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.connect(client, path.toString())).isZero();
    assertThat(DescriptorPassing.send(client, new byte[1], client)).isEqualTo(-Errno.EPERM);
    assertThat(DescriptorPassing.send(client, new byte[1])).isEqualTo(1);
    Fds.close(client);
    leave(place);
  }

  @Test
  void directoriesAreMadeThatOnlyTheOwnerCanWrite() throws IOException {
    Path path = directory.resolve("run/filterport/sock");
    leave(SocketPlace.take(path));
    assertThat(permissions(path.getParent())).isEqualTo("rwxr-xr-x");
  }

  @Test
  @DisplayName("MAP-10: one manager at a place, and the second one does not disturb the first")
  void oneManagerAtAPlace() {
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    UnixSocket.listen(place.socket(), 1);
    FilterPortException refusal = refusal(path);
    assertThat(refusal.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    assertThat(refusal).hasMessageContaining("A manager is running there");
    assertThat(connect(path)).isZero();
    leave(place);
    leave(SocketPlace.take(path));
  }

  @Test
  @DisplayName("MAP-10: the socket of a dead manager is taken over")
  void theSocketOfADeadManagerIsTakenOver() {
    Path path = directory.resolve("sock");
    SocketPlace dead = SocketPlace.take(path);
    Fds.close(dead.socket());
    dead.release();
    assertThat(path).exists();
    assertThat(connect(path)).isEqualTo(-Errno.ECONNREFUSED);
    SocketPlace next = SocketPlace.take(path);
    UnixSocket.listen(next.socket(), 1);
    assertThat(connect(path)).isZero();
    leave(next);
  }

  @Test
  void whatIsNoSocketIsNotDeleted() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    Path empty = Files.createDirectory(directory.resolve("empty"));
    for (Path path : new Path[] {file, link, empty}) {
      FilterPortException refusal = refusal(path);
      assertThat(refusal.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
      assertThat(refusal).hasMessageContaining("no socket");
    }
    assertThat(file).hasContent("precious");
    assertThat(link).isSymbolicLink();
    assertThat(empty).isDirectory();
  }

  @Test
  void theLockIsNotFollowedElsewhere() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createSymbolicLink(directory.resolve("sock.lock"), elsewhere);
    assertThat(refusal(directory.resolve("sock"))).isNotNull();
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  @DisplayName("the lock is for its owner alone: whoever could read it could keep managers away")
  void theLockIsForItsOwnerAlone() throws IOException {
    Path path = directory.resolve("sock");
    Path lock = directory.resolve("sock.lock");
    leave(SocketPlace.take(path));
    assertThat(permissions(lock)).isEqualTo("rw-------");
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
    leave(SocketPlace.take(path));
    assertThat(permissions(lock)).as("of one that is there already").isEqualTo("rw-------");
  }

  @Test
  @DisplayName("MAP-10: a second manager of the same process does not cost the first one its lock")
  void theLockOutlivesASecondManagerOfThisProcess() throws IOException {
    Path path = directory.resolve("sock");
    SocketPlace place = SocketPlace.take(path);
    assertThat(refusal(path)).isNotNull();
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThat(refusal(link.resolve("sock"))).as("by another name").isNotNull();
    String inode = ":" + Files.getAttribute(directory.resolve("sock.lock"), "unix:ino") + " ";
    assertThat(Files.readString(Path.of("/proc/locks"))).contains(inode);
    leave(place);
    assertThat(Files.readString(Path.of("/proc/locks"))).doesNotContain(inode);
  }

  @Test
  @DisplayName("another user's lock file is refused, for that one could keep managers away")
  void theLockOfAnotherUser() throws IOException {
    assumeTrue(Identity.effectiveUid() == 0, "needs root");
    Path path = directory.resolve("sock");
    Path lock = Files.createFile(directory.resolve("sock.lock"));
    Files.setAttribute(lock, "unix:uid", 65534);
    FilterPortException refusal = refusal(path);
    assertThat(refusal.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    assertThat(refusal).hasMessageContaining("sock.lock, which belongs to uid 65534");
    assertThat(path).doesNotExist();
  }

  @Test
  void whoeverFindsTheSocketMayConnect() throws InterruptedException {
    Path path = directory.resolve("sock");
    Set<String> modes = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    Thread visitor =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    modes.addAll(modeOf(path));
                  }
                });
    for (int i = 0; i < 300; i++) {
      leave(SocketPlace.take(path));
    }
    over.set(true);
    visitor.join();
    assertThat(modes).isSubsetOf("rw-rw-rw-");
  }

  private static Set<String> modeOf(Path file) {
    try {
      return Set.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    } catch (IOException e) {
      return Set.of(); // it is not there
    }
  }

  @Test
  void aPathHasAtMost106Bytes() {
    int room = SocketPlace.MAX_PATH_BYTES - directory.toString().length() - 1;
    leave(SocketPlace.take(directory.resolve("s".repeat(room))));
    FilterPortException refusal = refusal(directory.resolve("s".repeat(room + 1)));
    assertThat(refusal.status()).isEqualTo(NtStatus.NAME_TOO_LONG);
    assertThat(refusal).hasMessageContaining("106 bytes, this one 107");
    assertThat(directory.resolve("s".repeat(room + 1) + ".lock")).doesNotExist();
  }

  @Test
  void aPathIsMeasuredInBytes() {
    int room = SocketPlace.MAX_PATH_BYTES - directory.toString().length() - 1;
    Path path = directory.resolve("s".repeat(room - 1) + "\u00e9");
    assertThat(refusal(path).status()).isEqualTo(NtStatus.NAME_TOO_LONG);
  }

  @Test
  void aDirectoryThatIsAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    FilterPortException refusal = refusal(file.resolve("sock"));
    assertThat(refusal.status()).isEqualTo(NtStatus.OBJECT_PATH_NOT_FOUND);
    assertThat(file).hasContent("precious");
  }

  /** Root may write wherever there are files of a disk; it may not in the kernel's own. */
  @Test
  void aDirectoryThatCannotBeWritten() throws IOException {
    Path forbidden = directory;
    if (Identity.effectiveUid() == 0) {
      forbidden = Path.of("/sys/kernel");
    } else {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    FilterPortException refusal = refusal(forbidden.resolve("filterport.sock"));
    assertThat(refusal.status()).isIn(NtStatus.ACCESS_DENIED, NtStatus.OBJECT_PATH_NOT_FOUND);
    assertThat(refusal).hasMessageContaining("Choose a directory that this user can write");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

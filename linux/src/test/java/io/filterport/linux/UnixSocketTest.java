package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  private final Arena arena = Arena.ofShared();
  private final List<Integer> open = new ArrayList<>();

  @TempDir Path directory;
  private String path = "";

  @BeforeEach
  void choosePath() {
    path = directory.resolve("socket").toString();
  }

  @AfterEach
  void close() {
    open.forEach(Fds::close);
    arena.close();
  }

  private int owned(int fd) {
    assertThat(fd).as(Errno.name(fd)).isNotNegative();
    open.add(fd);
    return fd;
  }

  private int listener() {
    int listener = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.bind(listener, path)).isZero();
    assertThat(UnixSocket.listen(listener, 4)).isZero();
    return listener;
  }

  @Test
  void messagesCrossAndTheEndIsSeen() {
    int listener = listener();
    assertThat(UnixSocket.accept(listener)).isEqualTo(-Errno.EAGAIN);
    int client = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.connect(client, path)).isZero();
    int server = owned(UnixSocket.accept(listener));
    assertThat(Fds.closeOnExec(server)).isEqualTo(1);
    assertThat(Fds.nonBlocking(server)).isEqualTo(1);

    MemorySegment buffer = arena.allocate(16);
    assertThat(UnixSocket.receive(server, buffer)).isEqualTo(-Errno.EAGAIN);
    assertThat(UnixSocket.send(client, arena.allocateFrom("hello"))).isEqualTo(6);
    assertThat(UnixSocket.receive(server, buffer)).isEqualTo(6);
    assertThat(buffer.getString(0)).isEqualTo("hello");
    assertThat(UnixSocket.shutdown(client, UnixSocket.SHUT_WR)).isZero();
    assertThat(UnixSocket.receive(server, buffer)).isZero();
  }

  @Test
  void aLongMessageTellsItsLength() {
    int[] pair = pair(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.send(pair[0], arena.allocate(100))).isEqualTo(100);
    assertThat(UnixSocket.receive(pair[1], arena.allocate(10))).isEqualTo(100);
  }

  @Test
  void streamsHaveNoMessages() {
    int[] pair = pair(UnixSocket.STREAM);
    assertThat(UnixSocket.send(pair[0], arena.allocate(3))).isEqualTo(3);
    assertThat(UnixSocket.send(pair[0], arena.allocate(4))).isEqualTo(4);
    assertThat(UnixSocket.receive(pair[1], arena.allocate(10))).isEqualTo(7);
  }

  @Test
  void aDatagramReachesABoundSocketThatNeverAccepts() {
    int receiver = owned(UnixSocket.create(UnixSocket.DATAGRAM));
    assertThat(UnixSocket.bind(receiver, path)).isZero();
    int sender = owned(UnixSocket.create(UnixSocket.DATAGRAM));
    assertThat(UnixSocket.connect(sender, path)).isZero();
    assertThat(UnixSocket.send(sender, arena.allocateFrom("READY=1"))).isEqualTo(8);
    MemorySegment buffer = arena.allocate(16);
    assertThat(UnixSocket.receive(receiver, buffer)).isEqualTo(8);
    assertThat(buffer.getString(0)).isEqualTo("READY=1");
  }

  @Test
  void sendingToAClosedPeerIsEpipeAndNoSignal() {
    int[] pair = pair(UnixSocket.SEQPACKET);
    open.removeIf(fd -> fd == pair[1]);
    Fds.close(pair[1]);
    assertThat(UnixSocket.send(pair[0], arena.allocate(1))).isEqualTo(-Errno.EPIPE);
  }

  @Test
  void nobodyListens() {
    int client = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.connect(client, path)).isEqualTo(-Errno.ENOENT);
    int bound = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.bind(bound, path)).isZero();
    assertThat(UnixSocket.connect(client, path)).isEqualTo(-Errno.ECONNREFUSED);
  }

  @Test
  void theNameIsTaken() {
    listener();
    int second = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.bind(second, path)).isEqualTo(-Errno.EADDRINUSE);
  }

  @Test
  void pathsOf107BytesAndNoMore() {
    String longest = path + "x".repeat(107 - path.length());
    int socket = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.bind(socket, longest + "x")).isEqualTo(-Errno.ENAMETOOLONG);
    assertThat(UnixSocket.connect(socket, longest + "x")).isEqualTo(-Errno.ENAMETOOLONG);
    assertThat(UnixSocket.bind(socket, longest)).isZero();
    assertThat(Path.of(longest)).exists();
  }

  @Test
  void abstractNamesCannotBeMade() {
    int socket = owned(UnixSocket.create(UnixSocket.SEQPACKET));
    assertThat(UnixSocket.bind(socket, "")).isEqualTo(-Errno.EINVAL);
    assertThatThrownBy(() -> UnixSocket.bind(socket, "\0name"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private int[] pair(int type) {
    int[] pair = new int[2];
    assertThat(UnixSocket.pair(type, pair)).isZero();
    open.add(pair[0]);
    open.add(pair[1]);
    return pair;
  }
}

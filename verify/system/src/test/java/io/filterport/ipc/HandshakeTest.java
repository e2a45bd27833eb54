package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ipc.ControlMessage.Field;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.service.FilterPort;
import io.filterport.verify.system.Child;
import io.filterport.verify.system.LogWatch;
import io.filterport.verify.system.Resources;
import io.filterport.verify.system.TestHost;
import io.filterport.verify.system.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes in over the control socket before a client is connected. */
class HandshakeTest {
  private static final String PORT = "\\Port";
  private static final int PER_USER = 8;
  private static final int IN_ALL = 64;

  @TempDir Path directory;
  private LogWatch log;
  private TestHost host;
  private Resources before;

  @BeforeEach
  void listen() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    log = new LogWatch();
    host = new TestHost(directory.resolve("manager.sock")).port(PORT, 8);
    Resources.whenDone(() -> host.visit(PORT));
    before = Resources.now();
  }

  @AfterEach
  void nothingIsLeft() {
    before.awaitAgain();
    host.visit(PORT);
    assertThat(log.thrown()).isEmpty();
    host.close();
    log.close();
  }

  private RawConnection knock() {
    return new RawConnection(host.socket().toString());
  }

  /** {@return the host's answer to a first message, null if there was none} */
  private HostAnswer answer(byte[] message) {
    try (RawConnection connection = knock()) {
      assertThat(connection.send(message)).isEqualTo(message.length);
      RawConnection.Answer answer = connection.answer();
      answer.descriptors().forEach(Fds::close);
      HostAnswer decoded = answer.isEnd() ? null : answer.decode();
      assertThat(decoded instanceof HostAnswer.Accepted || connection.isOver(20_000)).isTrue();
      return decoded;
    }
  }

  private static byte[] connect(Field... fields) {
    return ControlMessage.of(ControlMessage.CONNECT, fields).encode();
  }

  private static Field name(String name) {
    return new Field(1, true, name.getBytes(StandardCharsets.UTF_16LE));
  }

  private static byte[] changed(int position, int... values) {
    byte[] message = connect(name(PORT));
    for (int i = 0; i < values.length; i++) {
      message[position + i] = (byte) values[i];
    }
    return message;
  }

  static Stream<Arguments> refused() {
    byte[] random = new byte[200];
    new Random(1).nextBytes(random);
    NtStatus malformed = NtStatus.INVALID_PARAMETER;
    Field[] many = new Field[17];
    Arrays.fill(many, new Field(9, false, new byte[0]));
    return Stream.of(
        Arguments.of("random bytes", random, malformed),
        Arguments.of("one byte", new byte[1], malformed),
        Arguments.of("wrong magic", changed(0, 'X'), malformed),
        Arguments.of("wrong type", changed(4, 2), malformed),
        Arguments.of("wrong version", changed(6, 2), NtStatus.UNKNOWN_REVISION),
        Arguments.of("wrong length", changed(8, 1), malformed),
        Arguments.of("negative length", changed(8, 255, 255, 255, 255), malformed),
        Arguments.of("too many fields said", changed(12, 200), malformed),
        Arguments.of("no fields said", changed(12, 0), malformed),
        Arguments.of("reserved bytes", changed(14, 1), malformed),
        Arguments.of("negative field", changed(20, 255, 255, 255, 255), malformed),
        Arguments.of("largest field", changed(20, 255, 255, 255, 127), malformed),
        Arguments.of("17 fields", connect(many), malformed),
        Arguments.of(
            "unknown mandatory field",
            connect(name(PORT), new Field(77, true, new byte[3])),
            malformed),
        Arguments.of("context too long", connect(name(PORT), context(65_512)), malformed),
        Arguments.of("as long as it gets", new byte[ControlMessage.MAX_BYTES], malformed),
        Arguments.of("too long", new byte[ControlMessage.MAX_BYTES + 1], malformed),
        Arguments.of("no name", connect(), malformed),
        Arguments.of("half a unit", connect(new Field(1, true, new byte[3])), malformed),
        Arguments.of("empty name", connect(name("")), NtStatus.INVALID_PARAMETER),
        Arguments.of("no backslash", connect(name("Port")), NtStatus.OBJECT_PATH_SYNTAX_BAD),
        Arguments.of("bare", connect(name("\\")), NtStatus.OBJECT_NAME_INVALID),
        Arguments.of("NUL", connect(name("\\a\0")), NtStatus.OBJECT_NAME_INVALID),
        Arguments.of("directory", connect(name("\\a\\b")), NtStatus.OBJECT_PATH_NOT_FOUND),
        Arguments.of(
            "32768 units", connect(name("\\" + "x".repeat(32_767))), NtStatus.NAME_TOO_LONG),
        Arguments.of(
            "unpaired surrogate",
            connect(new Field(1, true, new byte[] {'\\', 0, 0, (byte) 0xD8})),
            NtStatus.OBJECT_NAME_NOT_FOUND));
  }

  private static Field context(int bytes) {
    return new Field(2, true, new byte[bytes]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("INV-09: what is no connect is refused with a reason")
  void refused(String what, byte[] message, NtStatus status) {
    int connects = host.connects(PORT);
    HostAnswer answer = answer(message);
    assertThat(answer).isInstanceOf(HostAnswer.Refused.class);
    HostAnswer.Refused refusal = (HostAnswer.Refused) answer;
    assertThat(refusal.status()).as(what).isEqualTo(status);
    assertThat(refusal.advice()).isNotEmpty();
    assertThat(host.connects(PORT)).isEqualTo(connects);
  }

  @Test
  @DisplayName("INV-09: a refusal for a version or a field names both versions")
  void versions() {
    HostAnswer.Refused version = (HostAnswer.Refused) answer(changed(6, 2, 7));
    assertThat(version.advice()).contains("2.7").contains("1.0");
    byte[] unknown = connect(name(PORT), new Field(77, true, new byte[3]));
    unknown[7] = 9;
    HostAnswer.Refused field = (HostAnswer.Refused) answer(unknown);
    assertThat(field.advice()).contains("77").contains("1.9").contains("1.0");
  }

  @Test
  @DisplayName("INV-09: an unknown optional field and a newer minor version are welcome")
  void optional() {
    byte[] message = connect(name(PORT), new Field(77, false, new byte[3]), context(65_511));
    message[7] = 9;
    assertThat(answer(message)).isInstanceOf(HostAnswer.Accepted.class);
    host.awaitOpen(PORT, 0);
  }

  @Test
  @DisplayName("INV-09: a connect that is cut off anywhere, or has one bit turned, harms nobody")
  void cutAndTurned() {
    byte[] whole = connect(name(PORT), context(5));
    for (int length = 1; length < whole.length; length++) {
      assertThat(answer(Arrays.copyOf(whole, length))).isInstanceOf(HostAnswer.Refused.class);
    }
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] turned = whole.clone();
      turned[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(answer(turned)).isNotNull();
      host.awaitOpen(PORT, 0);
    }
  }

  @Test
  @DisplayName(
      "INV-09: descriptors that nobody asked for are not sent, or before Linux 6.16 closed")
  void descriptors() {
    int fd = EventFd.create();
    int[] sixteen = new int[16];
    Arrays.fill(sixteen, fd);
    for (int[] attached : new int[][] {{fd}, sixteen}) {
      try (RawConnection connection = knock()) {
        int sent = connection.send(RawConnection.connect(PORT), attached);
        if (sent != -Errno.EPERM) {
          assertThat(connection.answer().decode()).isInstanceOf(HostAnswer.Refused.class);
          assertThat(connection.isOver(20_000)).isTrue();
        }
      }
    }
    Fds.close(fd);
  }

  @Test
  @DisplayName("INV-09: whoever connects a second time on one socket loses the connection")
  void twice() {
    try (RawConnection connection = RawConnection.to(host.socket().toString(), PORT)) {
      connection.send(RawConnection.connect(PORT));
      assertThat(connection.isOver(20_000)).isTrue();
      host.awaitOpen(PORT, 0);
    }
  }

  @Test
  @DisplayName("INV-09: an empty message is an end")
  void empty() {
    try (RawConnection connection = knock()) {
      connection.send(new byte[0]);
      assertThat(connection.answer().isEnd()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "INV-09: of one user eight may be connecting; who says nothing is dropped in the end")
  void silent() {
    List<RawConnection> silent = new ArrayList<>();
    for (int i = 0; i < PER_USER; i++) {
      silent.add(knock());
    }
    try (RawConnection turnedAway = knock()) {
      assertThat(turnedAway.answer().isEnd()).isTrue();
    }
    FilterPortException refused =
        catchThrowableOfType(
            FilterPortException.class, () -> FilterPort.connect(host.space(), PORT));
    assertThat(refused.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(silent).noneMatch(knock -> knock.isOver(0));
    assertThat(silent).allMatch(knock -> knock.isOver(20_000));
    assertThat(log.count("said nothing for 5 s")).as("the others are counted").isPositive();
    silent.forEach(RawConnection::close);
  }

  @Test
  @DisplayName("INV-09: of all users 64 may be connecting; connections that are made go on")
  void flood() {
    if (Identity.effectiveUid() != 0) {
      System.out.println("skipped: only root can knock as many users");
    }
    Assumptions.assumeTrue(Identity.effectiveUid() == 0, "only root can knock as many users");
    try (Child one = Child.start(FloodProgram.class, host.socket(), 1, 3 * PER_USER)) {
      assertThat(one.hear()).isEqualTo("" + PER_USER);
      host.visit(PORT);
    }
    try (FilterPort connected = FilterPort.connect(host.space(), PORT);
        Child many = Child.start(FloodProgram.class, host.socket(), 10, 9)) {
      assertThat(many.hear()).isEqualTo("" + IN_ALL);
      assertThat(connected.isConnected()).isTrue();
    }
    host.awaitOpen(PORT, 0);
  }

  @Test
  @DisplayName(
      "INV-09, CNF-13: clients that leave while their filter decides still count as connecting")
  void leavingWhileDeciding() {
    host.slowConnects(true);
    for (int i = 0; i < PER_USER; i++) {
      try (RawConnection connection = knock()) {
        connection.send(RawConnection.connect(PORT));
        int expected = i + 1;
        Wait.until("the connect callback", () -> host.connecting() == expected);
      }
    }
    try (RawConnection turnedAway = knock()) {
      turnedAway.send(RawConnection.connect(PORT));
      assertThat(turnedAway.answer().isEnd()).isTrue();
    }
    int connects = host.connects(PORT);
    host.slowConnects(false);
    Wait.until("all are accepted", () -> host.connects(PORT) == connects + PER_USER);
    host.awaitOpen(PORT, 0);
  }
}

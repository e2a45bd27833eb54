package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.ServerPort;
import io.filterport.security.SecurityDescriptor;
import io.filterport.service.ConnectOptions;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterConnectCommunicationPort: what is checked, in which order, and what it makes. */
@EachWorld
class ConnectTest {
  private final World world;

  ConnectTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static ConnectOptions context(int bytes) {
    return ConnectOptions.withContext(Buffers.allocate(bytes));
  }

  private void createPort(String name, int seats, String sddl) {
    PortAttributes attributes =
        PortAttributes.named(name).withSecurityDescriptor(SecurityDescriptor.parse(sddl));
    world.filter.createCommunicationPort(attributes, world.callbacks(), seats);
  }

  private void assertRefused(String name, ConnectOptions options, NtStatus status, int hresult) {
    long asked = world.count("connect");
    FilterPortException failure = Failures.failure(() -> world.connect(name, options));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.hresult().value()).isEqualTo(hresult);
    assertThat(world.count("connect")).as("the filter was not asked").isEqualTo(asked);
  }

  private void assertRefused(String name, NtStatus status, int hresult) {
    assertRefused(name, ConnectOptions.none(), status, hresult);
  }

  // ---- the order of the checks

  @Test
  @DisplayName("CON-01: a missing name, the context's size, the name's form, the lookup")
  void argumentsBeforeLookup() {
    for (String name : new String[] {"no backslash", "\\", "\\a\\b", "\\Missing"}) {
      assertRefused(name, context(0), NtStatus.INVALID_PARAMETER, 0x80070057);
      assertRefused(name, context(65512), NtStatus.INTEGER_OVERFLOW, 0x80070216);
      assertRefused(name, context(65536), NtStatus.INVALID_PARAMETER, 0x80070057);
    }
    assertRefused("", context(65512), NtStatus.INVALID_PARAMETER, 0x80070057);
    assertRefused("no backslash", context(1), NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
    assertRefused("\\Missing", context(65511), NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
  }

  @Test
  @DisplayName("CON-01, CON-16: a bad name is told before the inheritance")
  void nameBeforeInheritance() {
    ConnectOptions inheritable = ConnectOptions.none().inheritable();
    assertRefused("", inheritable, NtStatus.INVALID_PARAMETER, 0x80070057);
    assertRefused("\\", inheritable, NtStatus.OBJECT_NAME_INVALID, 0x8007007B);
    assertRefused("no backslash", inheritable, NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
  }

  @Test
  @DisplayName("CON-01, MAP-03: the descriptor before the seats, the seats before the callback")
  void descriptorBeforeSeats() {
    world.createPort(World.NAME, 1);
    world.link();
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    assertRefused(World.NAME, NtStatus.CONNECTION_COUNT_LIMIT, 0x800704D6);
    createPort("\\Closed", 1, "D:(D;;0x1;;;WD)(A;;0x1;;;SY)");
    world.onConnect = request -> NtStatus.INVALID_PARAMETER;
    assertRefused("\\Closed", context(65511), NtStatus.ACCESS_DENIED, 0x80070005);
    assertRefused("\\closed", NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
  }

  @Test
  @DisplayName("CON-01: a closed port is not found, though it was full")
  void lookupBeforeSeats() {
    ServerPort server = world.createPort(World.NAME, 1);
    world.link();
    assertRefused(World.NAME, NtStatus.CONNECTION_COUNT_LIMIT, 0x800704D6);
    server.close();
    assertRefused(World.NAME, NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
  }

  // ---- arguments

  @Test
  @DisplayName("CON-02: an empty context is refused, whether or not there is a port")
  void emptyContext() {
    assertRefused("\\Missing", context(0), NtStatus.INVALID_PARAMETER, 0x80070057);
    world.createPort(World.NAME, 1);
    assertRefused(World.NAME, context(0), NtStatus.INVALID_PARAMETER, 0x80070057);
    world.connect(World.NAME, context(1));
  }

  @Test
  @DisplayName("CON-03, NAM-08: no name, or an empty one, is an invalid argument")
  void missingName() {
    world.createPort(World.NAME, 1);
    for (String name : new String[] {null, ""}) {
      assertRefused(name, NtStatus.INVALID_PARAMETER, 0x80070057);
      assertRefused(name, context(1), NtStatus.INVALID_PARAMETER, 0x80070057);
      assertRefused(name, context(65512), NtStatus.INVALID_PARAMETER, 0x80070057);
    }
  }

  @Test
  @DisplayName("CON-04: 1 to 65511 bytes arrive whole, more overflow, and beyond 65535 are invalid")
  void contextSizes() {
    world.createPort(World.NAME, 10);
    for (int size : new int[] {1, 2, 4095, 4096, 65510, 65511}) {
      byte[] given = pattern(size);
      AtomicReference<byte[]> seen = new AtomicReference<>();
      world.onConnect =
          request -> {
            seen.set(Buffers.bytes(request.context()));
            return NtStatus.SUCCESS;
          };
      world.connect(World.NAME, ConnectOptions.withContext(Buffers.of(given)));
      assertThat(seen.get()).isEqualTo(given);
    }
    for (int size : new int[] {65512, 65513, 65534, 65535}) {
      assertRefused(World.NAME, context(size), NtStatus.INTEGER_OVERFLOW, 0x80070216);
    }
    for (int size : new int[] {65536, 65537, 1 << 20}) {
      assertRefused(World.NAME, context(size), NtStatus.INVALID_PARAMETER, 0x80070057);
    }
  }

  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251 + 1);
    }
    return bytes;
  }

  @Test
  @DisplayName("CON-04, NAM-09: the longest name and the largest context go together")
  void longestOfBoth() {
    String longest = "\\" + "\u4e2d".repeat(32766);
    byte[] given = pattern(65511);
    world.createPort(longest, 1);
    world.onConnect =
        request ->
            request.context().mismatch(Buffers.of(given)) < 0
                ? NtStatus.SUCCESS
                : NtStatus.UNSUCCESSFUL;
    world.connect(longest, ConnectOptions.withContext(Buffers.of(given)));
  }

  /** Another process changes its own memory in {@code ConnectProcessTest}. */
  @Test
  @DisplayName(
      "CON-05, BUF-07: the callback sees a private copy, whatever the caller does meanwhile")
  void contextIsCopied() {
    world.createPort(World.NAME, 1);
    var given = Buffers.of(pattern(100));
    AtomicReference<byte[]> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          given.fill((byte) 4);
          seen.set(Buffers.bytes(request.context()));
          assertThat(request.context().isReadOnly()).isTrue();
          return NtStatus.SUCCESS;
        };
    world.connect(World.NAME, ConnectOptions.withContext(given));
    assertThat(seen.get()).isEqualTo(pattern(100));
  }

  // ---- missing ports

  @Test
  @DisplayName("CON-06: a port that was never there, is closed, or left with its filter: not found")
  void missingPort() {
    assertRefused(World.NAME, NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
    ServerPort server = world.createPort(World.NAME, 1);
    world.link();
    server.close();
    assertRefused(World.NAME, NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
    world.createPort(World.NAME, 1);
    world.filter.unregister();
    assertRefused(World.NAME, NtStatus.OBJECT_NAME_NOT_FOUND, 0x80070002);
  }

  @Test
  @DisplayName("CON-07: a connect does not wait for its port to appear")
  void noWaiting() {
    NtStatus early = Background.of(() -> Failures.status(world::link)).result();
    world.createPort(World.NAME, 1);
    assertThat(early).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    world.link();
  }
}

package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.security.SecurityDescriptor;
import io.filterport.security.Sid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Descriptor and connect callback: who is let in, and that it is decided once. */
class AdmissionTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private ServerPort create(String name, String sddl) {
    return world.filter.createCommunicationPort(
        PortAttributes.named(name).withSecurityDescriptor(SecurityDescriptor.parse(sddl)),
        world.callbacks(),
        1);
  }

  @Test
  @DisplayName("SEC-05: a connection stays when its port is replaced by one that admits nobody")
  void decidedOnce() {
    ServerPort first = create(World.NAME, "D:(A;;0x1;;;WD)");
    Link link = world.link();
    first.close();
    create(World.NAME, "D:");

    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(link.port().send(Buffers.utf8("still here"), null)).isEqualTo(0);
  }

  @Test
  @DisplayName("SEC-06, SEC-07: descriptor and callback refuse in the same words")
  void sameRefusal() {
    FilterPortException byDescriptor = refusal("D:");
    assertThat(world.count("connect")).isEqualTo(0);
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    FilterPortException byCallback = refusal("D:(A;;0x1;;;WD)");
    assertThat(world.count("connect")).isEqualTo(1);

    assertThat(byDescriptor.hresult().toString()).contains("0x80070005");
    assertThat(byCallback).hasMessage(byDescriptor.getMessage());
    assertThat(byCallback.status()).isEqualTo(byDescriptor.status());
    assertThat(byCallback.advice()).isEqualTo(byDescriptor.advice());
    assertThat(byCallback.advice()).contains("does not admit this user");
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    assertThat(refusal("D:(A;;0x1;;;WD)").advice()).contains("The filter refuses");
  }

  private FilterPortException refusal(String sddl) {
    try (ServerPort port = create(World.NAME, sddl)) {
      assertThat(port.name().value()).isEqualTo(World.NAME);
      FilterPortException refusal = Failures.failure(world::link);
      assertThat(world.seatsTaken()).isEqualTo(0);
      return refusal;
    }
  }

  @Test
  @DisplayName("SEC-11: who may connect may get, reply and send, whatever else was not granted")
  void connectingOnly() {
    create(World.NAME, "D:(A;;0x1;;;WD)");
    Link link = world.link();

    Link.Get get = link.get();
    assertThat(link.tell("news", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("news");
    assertThat(link.port().send(Buffers.utf8("question"), Buffers.allocate(8))).isEqualTo(0);
  }

  @Test
  @DisplayName("SEC-12: the callback sees whom the descriptor let in, and may refuse him")
  void callback() {
    create(World.NAME, "D:NO_ACCESS_CONTROL");
    world.onConnect =
        request ->
            request.client().holds(Sid.parse("S-1-22-1-998"))
                ? NtStatus.SUCCESS
                : NtStatus.PRIVILEGE_NOT_HELD;

    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
    assertThat(world.seatsTaken()).isEqualTo(0);
  }
}

package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.cli.Inventory.VolumeState;
import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.security.Administrators;
import io.filterport.security.SecurityDescriptor;
import io.filterport.volume.CacheCounters;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("an inventory")
class InventoryTest {
  private static void assertComesBack(Inventory inventory) throws IOException {
    assertThat(Inventory.decode(inventory.encode())).isEqualTo(inventory);
  }

  @Test
  @DisplayName("is the same after its way through a port")
  void roundTrip() throws IOException {
    ConnectionState connection = new ConnectionState(1L << 40, 4_000_000_000L, 65534, "open", 12);
    PortState busy =
        new PortState("\\Ä", true, 1, 3, "D:(A;;GA;;;SY)", true, false, List.of(connection));
    PortState idle = new PortState("\\B", false, 0, 1, "D:", false, true, List.of());
    assertComesBack(
        new Inventory(
            new Administrators(Set.of(998L), Set.of(27L, 4_000_000_000L)),
            List.of(
                new FilterState("busy", "100000", List.of(busy, idle)),
                new FilterState("idle", "40000.5", List.of())),
            List.of(
                new VolumeState(
                    "/srv",
                    List.of("EXEC", "OPEN"),
                    List.of("DELETE"),
                    7,
                    2,
                    1,
                    8,
                    new CacheCounters(3, 4, 5, 6, 2)))));
  }

  @Test
  @DisplayName("with the longest names and descriptors is the same")
  void longest() throws IOException {
    String name = "\\" + "\uD800".repeat(PortName.MAX_UNITS - 1);
    String descriptor = "D".repeat(SecurityDescriptor.MAX_SDDL_LENGTH);
    PortState port = new PortState(name, true, 0, 1, descriptor, false, true, List.of());
    List<FilterState> filters = List.of(new FilterState("f", "1", List.of(port)));
    assertComesBack(new Inventory(Administrators.ROOT, filters, List.of()));
  }

  @Test
  @DisplayName("of nothing is the same")
  void nothing() throws IOException {
    assertComesBack(new Inventory(Administrators.ROOT, List.of(), List.of()));
  }

  @Test
  @DisplayName("with a volume that can veto nothing is the same")
  void noVeto() throws IOException {
    assertComesBack(
        new Inventory(
            Administrators.ROOT,
            List.of(),
            List.of(new VolumeState("v", List.of(), List.of(), 0, 0, 0, 0, CacheCounters.NONE))));
  }

  @Test
  @DisplayName("of another version is refused")
  void otherFormat() {
    byte[] bytes = new Inventory(Administrators.ROOT, List.of(), List.of()).encode();
    bytes[0]++;
    assertThatThrownBy(() -> Inventory.decode(bytes))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> assertThat(e.status()).isEqualTo(NtStatus.UNKNOWN_REVISION));
  }
}

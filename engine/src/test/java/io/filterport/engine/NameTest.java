package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names of ports. */
class NameTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void createIgnoringCase(String name) {
    world.filter.createCommunicationPort(
        PortAttributes.named(name).caseInsensitive(), world.callbacks(), 1);
  }

  @Test
  @DisplayName("NAM-02: a name is taken once, whoever has it")
  void collision() {
    world.createPort("\\A", 1);
    assertThat(Failures.status(() -> world.createPort("\\A", 1)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    var other = world.manager.register(FilterRegistration.named("other").at("1"));
    assertThat(
            Failures.status(
                () ->
                    other.createCommunicationPort(
                        PortAttributes.named("\\A"), world.callbacks(), 1)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
  }

  @Test
  @DisplayName("NAM-03: case matters, unless the port was created without regard to it")
  void caseMatters() {
    world.createPort("\\AbC", 1);
    assertThat(Failures.status(() -> world.link("\\aBc")))
        .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    world.createPort("\\aBc", 1);
    world.link("\\aBc");
    world.link("\\AbC");
    createIgnoringCase("\\XyZ");
    world.link("\\xYz");
  }

  @Test
  @DisplayName("NAM-04: folding is unit by unit and knows no locale")
  void folding() {
    createIgnoringCase("\\täßi");
    assertThat(Failures.status(() -> world.link("\\TÄSSI")))
        .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    world.link("\\TÄßI");
  }

  @Test
  @DisplayName("NAM-05: a port that ignores case collides with every spelling, either way")
  void insensitiveCollision() {
    world.createPort("\\Port", 1);
    assertThat(Failures.status(() -> createIgnoringCase("\\PORT")))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    createIgnoringCase("\\Other");
    assertThat(Failures.status(() -> world.createPort("\\OTHER", 1)))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
  }

  @Test
  @DisplayName("NAM-06, NAM-07, NAM-08, NAM-09: bad names, at create and at connect")
  void badNames() {
    Map<String, NtStatus> bad =
        Map.of(
            "",
            NtStatus.INVALID_PARAMETER,
            "Port",
            NtStatus.OBJECT_PATH_SYNTAX_BAD,
            "\\No\\Port",
            NtStatus.OBJECT_PATH_NOT_FOUND,
            "\\",
            NtStatus.OBJECT_NAME_INVALID,
            "\\" + "x".repeat(32767),
            NtStatus.NAME_TOO_LONG);
    bad.forEach(
        (name, status) -> {
          assertThat(Failures.status(() -> world.link(name))).isEqualTo(status);
          assertThat(Failures.status(() -> world.createPort(name, 1))).isEqualTo(status);
        });
    String longest = "\\" + "x".repeat(32766);
    world.createPort(longest, 1);
    world.link(longest);
  }

  @Test
  @DisplayName("NAM-01: two embedded managers share no names")
  void namespaces() {
    world.createPort(World.NAME, 1);
    try (World other = World.withPort(1)) {
      other.link();
      assertThat(world.count("connect")).isZero();
    }
  }
}

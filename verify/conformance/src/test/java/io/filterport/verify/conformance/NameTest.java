package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.Timeout;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names of ports. */
@EachWorld
class NameTest {
  private final WorldKind kind;
  private final World world;

  NameTest(WorldKind kind) {
    this.kind = kind;
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ServerPort createIgnoringCase(String name) {
    return world.filter.createCommunicationPort(
        PortAttributes.named(name).caseInsensitive(), world.callbacks(), 1);
  }

  private void assertTaken(Runnable create) {
    FilterPortException failure = Failures.failure(create::run);
    assertThat(failure.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    assertThat(failure.hresult().value()).isEqualTo(0x800700B7);
  }

  private void assertMissing(String name) {
    FilterPortException failure = Failures.failure(() -> world.connect(name));
    assertThat(failure.status()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(failure.hresult().value()).isEqualTo(0x80070002);
  }

  /** At create and at connect, and again at connect when there is a port. */
  private void assertBad(String name, NtStatus status, int hresult) {
    FilterPortException failure = Failures.failure(() -> world.connect(name));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.hresult().value()).isEqualTo(hresult);
    assertThat(Failures.status(() -> world.createPort(name, 1))).isEqualTo(status);
    assertThat(Failures.status(() -> createIgnoringCase(name))).isEqualTo(status);
  }

  // ---- the namespace

  @Test
  @DisplayName("NAM-01: all filters of a manager share the names, two managers share none")
  void namespaces() {
    Filter second = world.manager.register(FilterRegistration.named("second").at("1"));
    world.createPort("\\First", 1);
    second.createCommunicationPort(PortAttributes.named("\\Second"), world.callbacks(), 1);
    world.link("\\First");
    world.link("\\Second");
    try (World other = new World(kind)) {
      other.createPort("\\First", 1);
      other.link("\\First");
      assertThat(world.count("connect")).isEqualTo(2);
      assertThat(Failures.status(() -> other.connect("\\Second")))
          .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    }
  }

  @Test
  @DisplayName("NAM-01: a name may hold any units but a backslash and a NUL, and arrives as it is")
  void anyUnits() {
    String[] names = {
      "\\x",
      "\\ ",
      "\\a/b:*?\"<>|",
      "\\\u00e9\u4e2d",
      "\\\ud83d\ude00",
      "\\\ud800",
      "\\\uffff",
      "\\."
    };
    for (String name : names) {
      world.createPort(name, 1);
      assertThat(world.connect(name).name().value()).isEqualTo(name);
    }
    assertThat(world.count("connect")).isEqualTo(names.length);
    assertMissing("\\?");
    assertMissing("\\\ufffd");
  }

  @Test
  @DisplayName("NAM-02: a name is taken once, whoever has it, and free when that one is closed")
  void collision() {
    ServerPort first = world.createPort("\\A", 1);
    Filter other = world.manager.register(FilterRegistration.named("other").at("1"));
    PortAttributes same = PortAttributes.named("\\A");
    assertTaken(() -> world.createPort("\\A", 1));
    assertTaken(() -> other.createCommunicationPort(same, world.callbacks(), 1));
    world.createPort("\\AA", 1);
    first.close();
    other.createCommunicationPort(same, world.callbacks(), 1);
    assertTaken(() -> world.createPort("\\A", 1));
  }

  // ---- case

  @Test
  @DisplayName("NAM-03: case matters, unless the port was created without regard to it")
  void caseMatters() {
    world.createPort("\\AbC", 1);
    assertMissing("\\aBc");
    assertMissing("\\ABC");
    world.createPort("\\aBc", 1);
    world.link("\\aBc");
    world.link("\\AbC");
    createIgnoringCase("\\XyZ");
    world.link("\\xYz").port().close();
    assertMissing("\\XyZZ");
  }

  @Test
  @DisplayName("NAM-03: each port has its own rule, and the spelling that reached it stays")
  void ownRule() {
    ServerPort ignoring = createIgnoringCase("\\Port");
    assertThat(world.connect("\\PORT").name().value()).isEqualTo("\\PORT");
    assertThat(ignoring.name().value()).isEqualTo("\\Port");
    ignoring.close();
    world.createPort("\\Port", 1);
    assertMissing("\\PORT");
    world.link("\\Port");
  }

  @Test
  @DisplayName("NAM-04: folding is upwards, unit by unit, and knows no locale")
  void folding() {
    createIgnoringCase("\\t\u00e4\u00dfi\u03c3");
    world.link("\\T\u00c4\u00dfI\u03a3").port().close();
    assertMissing("\\T\u00c4SSI\u03a3");
    assertMissing("\\T\u00c4\u00df\u0130\u03a3");
    createIgnoringCase("\\\ud801\udc28");
    assertMissing("\\\ud801\udc00");
    createIgnoringCase("\\\ud801\udc00");
  }

  @Test
  @DisplayName("NAM-04: what folds to one name collides, what is only alike does not")
  void foldedCollision() {
    createIgnoringCase("\\\u00e4i");
    assertTaken(() -> world.createPort("\\\u00c4I", 1));
    world.createPort("\\Ai", 1);
    createIgnoringCase("\\ss");
    world.createPort("\\\u00df", 1);
  }

  @Test
  @DisplayName("NAM-05: a port that ignores case collides with every spelling, either way")
  void insensitiveCollision() {
    ServerPort exact = world.createPort("\\Port", 1);
    assertTaken(() -> createIgnoringCase("\\PORT"));
    assertTaken(() -> createIgnoringCase("\\Port"));
    ServerPort sibling = world.createPort("\\pORT", 1);
    exact.close();
    assertTaken(() -> createIgnoringCase("\\PORT"));
    sibling.close();
    ServerPort ignoring = createIgnoringCase("\\PORT");
    assertTaken(() -> world.createPort("\\Port", 1));
    assertTaken(() -> world.createPort("\\PORT", 1));
    assertTaken(() -> createIgnoringCase("\\port"));
    ignoring.close();
    world.createPort("\\Port", 1);
  }

  // ---- bad names

  @Test
  @DisplayName("NAM-06: without its leading backslash a name is 0xC000003B, 0x800700A1")
  void noBackslash() {
    assertBad("Port", NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
    assertBad("/Port", NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
    assertBad("Directory\\Port", NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
    world.createPort("\\Port", 1);
    assertBad("Port", NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
  }

  @Test
  @DisplayName("NAM-07: a name in a directory is 0xC000003A, 0x80070003")
  void directory() {
    world.createPort("\\Port", 1);
    for (String name : new String[] {"\\No\\Port", "\\Port\\", "\\\\Port", "\\\\"}) {
      assertBad(name, NtStatus.OBJECT_PATH_NOT_FOUND, 0x80070003);
    }
  }

  @Test
  @DisplayName("NAM-08: an empty name is 0x80070057; a bare backslash and a NUL are 0x8007007B")
  void emptyName() {
    assertBad("", NtStatus.INVALID_PARAMETER, 0x80070057);
    world.createPort("\\P", 1);
    for (String name : new String[] {"\\", "\\\0", "\\P\0", "\\P\0Q"}) {
      assertBad(name, NtStatus.OBJECT_NAME_INVALID, 0x8007007B);
    }
  }

  @Test
  @DisplayName("NAM-09: 32,767 units are a name, 32,768 are 0xC0000106, 0x800700CE")
  void length() {
    String longest = "\\" + "x".repeat(32766);
    world.createPort(longest, 1);
    world.link(longest);
    assertMissing("\\" + "x".repeat(32765) + "X");
    assertBad(longest + "x", NtStatus.NAME_TOO_LONG, 0x800700CE);
    assertBad("x".repeat(32768), NtStatus.NAME_TOO_LONG, 0x800700CE);
    assertBad("x".repeat(32767), NtStatus.OBJECT_PATH_SYNTAX_BAD, 0x800700A1);
  }

  // ---- the end of a name

  @Test
  @DisplayName("NAM-10: a closed port's name is free at once, and its connections live on")
  void reuse() {
    ServerPort first = world.createPort(World.NAME, 1);
    Link old = world.link();
    first.close();
    assertMissing(World.NAME);
    createIgnoringCase(World.NAME.toUpperCase(Locale.ROOT));
    Link fresh = world.link();
    assertTells(old, "to the old one");
    assertTells(fresh, "to the new one");
    old.port().close();
    assertTells(fresh, "still there");
  }

  private static void assertTells(Link link, String text) {
    Link.Get get = link.get();
    link.tell(text, Timeout.poll());
    assertThat(get.text()).isEqualTo(text);
  }

  // ---- names and files

  @Test
  @DisplayName(
      "MAP-09: a name is no path, however much it looks like one, and reaches its own port")
  void noPath() throws IOException {
    List<String> names =
        List.of(
            "\\..",
            "\\.",
            "\\/etc/passwd",
            "\\../../s",
            "\\s",
            "\\s.lock",
            "\\%5c%2e",
            "\\a\nb",
            "\\ ",
            "\\\u00e9",
            "\\e\u0301",
            "\\" + "n".repeat(PortName.MAX_UNITS - 1));
    List<String> files = files();
    Queue<Object> reached = new ConcurrentLinkedQueue<>();
    world.onConnect =
        request -> {
          reached.add(request.serverPortCookie());
          return NtStatus.SUCCESS;
        };
    names.forEach(this::createWithCookie);
    for (String name : names) {
      assertThat(world.connect(name).name().value()).isEqualTo(name);
    }
    assertThat(reached).containsExactlyElementsOf(names);
    assertThat(files()).isEqualTo(files);
  }

  private void createWithCookie(String name) {
    world.filter.createCommunicationPort(
        PortAttributes.named(name), world.callbacks().withCookie(name), 1);
  }

  /** Beside the control socket, if there is one. */
  private List<String> files() throws IOException {
    if (world.oneProcess()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(world.space().toString()).getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

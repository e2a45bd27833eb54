package io.filterport.engine;

import static io.filterport.engine.Failures.failure;
import static io.filterport.engine.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.layout.AskResult;
import io.filterport.layout.Exchange;
import io.filterport.layout.Flexible;
import io.filterport.layout.Length;
import io.filterport.layout.MessageLayout;
import io.filterport.service.Message;
import io.filterport.service.MessageHandler;
import io.filterport.service.MessageService;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records as messages, in both directions; the records are private to this module. */
// An array in C is an array here; nobody compares these records with equals.
@SuppressWarnings("ArrayRecordComponent")
class TypedMessagesTest {
  private static final Path PAGE = Path.of("..", "docs", "typed-messages.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/filterport/engine/TypedMessagesTest.java");
  private static final Timeout LONG = Timeout.ofMillis(20_000);

  // ---- page: records
  private record ScanNotification(int bytesToScan, int reserved, @Length(1024) byte[] contents) {}

  private record Verdict(boolean safeToOpen) {}

  private static final Exchange<ScanNotification, Verdict> SCAN =
      new Exchange<>(
          MessageLayout.of(MethodHandles.lookup(), ScanNotification.class),
          MessageLayout.of(MethodHandles.lookup(), Verdict.class));

  // ---- page: end of records

  // ---- page: filter
  private static boolean mayOpen(ClientPort client, byte[] contents) {
    ScanNotification question = new ScanNotification(contents.length, 0, padded(contents));
    AskResult<Verdict> asked = SCAN.ask(client, question, Timeout.ofMillis(5_000));
    return asked.answer().map(Verdict::safeToOpen).orElse(false);
  }

  // ---- page: end of filter

  // ---- page: service
  private static void handle(Message message) {
    ScanNotification question = SCAN.question().read(message.payload());
    Verdict verdict = new Verdict(isSafe(question));
    message.reply(SCAN.answer().encode(verdict));
  }

  // ---- page: end of service

  private static byte[] padded(byte[] contents) {
    return Arrays.copyOf(contents, 1024);
  }

  private static boolean isSafe(ScanNotification question) {
    return question.contents()[question.bytesToScan() - 1] != '!';
  }

  @Test
  @DisplayName("the example of the page runs")
  void example() {
    try (ServiceLink link = new ServiceLink();
        MessageService service = link.service().start(TypedMessagesTest::handle)) {
      assertThat(mayOpen(link.client, Link.bytes("good"))).isTrue();
      assertThat(mayOpen(link.client, Link.bytes("bad!"))).isFalse();
      assertThat(service.unhandled()).isZero();
    }
  }

  @Test
  @DisplayName("docs/typed-messages.md holds exactly these lines, and exactly this header")
  void standsInThePage() throws IOException {
    for (String part : new String[] {"records", "filter", "service"}) {
      String source =
          Documents.between(SOURCE, "  // ---- page: " + part, "  // ---- page: end of " + part);
      assertThat(inPage(part)).isEqualTo(Documents.fenced("java", source));
    }
    assertThat(inPage("header")).isEqualTo(Documents.fenced("c", SCAN.question().toCHeader()));
  }

  private static String inPage(String part) throws IOException {
    return Documents.between(PAGE, "<!-- " + part + " -->", "<!-- end of " + part + " -->").strip();
  }

  // ---- a filter asks

  private record Padded(int status, long messageId, boolean safeToOpen) {}

  private static final MessageLayout<Padded> PADDED =
      MessageLayout.of(MethodHandles.lookup(), Padded.class);

  private static AskResult<Verdict> ask(ServiceLink link, MessageHandler handler) {
    try (MessageService service = link.service().workers(1).start(handler)) {
      ScanNotification question = new ScanNotification(1, 0, new byte[1024]);
      AskResult<Verdict> asked = SCAN.ask(link.client, question, LONG);
      assertThat(service.unhandled()).isZero();
      return asked;
    }
  }

  @Test
  @DisplayName("LAY-09, LAY-10: room for 1 byte, a reply of 17; what follows in C's 24 is too long")
  void paddingTrap() {
    try (ServiceLink link = new ServiceLink()) {
      AskResult<Verdict> exact =
          ask(
              link,
              message -> {
                assertThat(message.header().replyLength()).isEqualTo(17);
                message.reply(SCAN.answer().encode(new Verdict(true)));
              });
      assertThat(exact.result().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(exact.result().replyLength()).isEqualTo(1);
      assertThat(exact.orThrow()).isEqualTo(new Verdict(true));
    }
    MemorySegment asInC = PADDED.encode(new Padded(0, 1, true));
    assertThat(asInC.byteSize()).isEqualTo(24);
    AskResult<Verdict> padded = replied(asInC.asSlice(16));
    assertThat(padded.result().outcome()).isEqualTo(Outcome.REPLY_TRUNCATED);
    assertThat(padded.answer()).isEmpty();
    FilterPortException e = failure(padded::orThrow);
    assertThat(e.status()).isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(e).hasMessageContaining("VERDICT of 1 bytes").hasMessageContaining("LAY-09");
  }

  private record WholeReply(ReplyHeader header, Verdict verdict) {}

  private record WholeVerdict(MessageHeader header, Verdict verdict) {}

  private static final MessageLayout<WholeReply> WHOLE_REPLY =
      MessageLayout.of(MethodHandles.lookup(), WholeReply.class);

  private static final MessageLayout<WholeVerdict> WHOLE_VERDICT =
      MessageLayout.of(MethodHandles.lookup(), WholeVerdict.class);

  @Test
  @DisplayName("LAY-09, LAY-10: a typed reply with its header was sent with C's padding, and cut")
  void wholeReply() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      Link.Get get = link.get(2048);
      ScanNotification question = new ScanNotification(1, 0, new byte[1024]);
      Background<AskResult<Verdict>> asking =
          Background.of(() -> SCAN.ask(link.client(), question, LONG));
      ReplyHeader header = new ReplyHeader(NtStatus.SUCCESS, get.header().messageId());
      MemorySegment reply = WHOLE_REPLY.encode(new WholeReply(header, new Verdict(true)));
      assertThat(reply.byteSize()).isEqualTo(17);
      link.port().reply(reply);
      assertThat(asking.result().orThrow()).isEqualTo(new Verdict(true));
    }
  }

  @Test
  @DisplayName(
      "LAY-09, LAY-10: a typed message with its header was refused for want of C's padding")
  void wholeMessage() {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      Link.Get get = link.get(WHOLE_VERDICT.size());
      link.client().send(SCAN.answer().encode(new Verdict(true)), null, LONG);
      assertThat(get.header()).isEqualTo(new MessageHeader(0, 0));
      assertThat(WHOLE_VERDICT.read(get.buffer))
          .isEqualTo(new WholeVerdict(new MessageHeader(0, 0), new Verdict(true)));
    }
  }

  /** What a raw reply becomes, given by a service that is not ours. */
  private static AskResult<Verdict> replied(MemorySegment payload) {
    try (World world = World.withPort(1)) {
      Link link = world.link();
      Link.Get get = link.get(2048);
      ScanNotification question = new ScanNotification(1, 0, new byte[1024]);
      Background<AskResult<Verdict>> asking =
          Background.of(() -> SCAN.ask(link.client(), question, LONG));
      long id = get.header().messageId();
      try {
        link.reply(id, NtStatus.SUCCESS, Buffers.bytes(payload));
      } catch (FilterPortException e) {
        assertThat(e.status()).isEqualTo(NtStatus.BUFFER_OVERFLOW);
      }
      return asking.result();
    }
  }

  private static final Exchange<ScanNotification, Padded> SCAN_PADDED =
      new Exchange<>(SCAN.question(), PADDED);

  @Test
  @DisplayName("a reply that is shorter than the answer is none, and nothing throws by itself")
  void shortReply() {
    try (ServiceLink link = new ServiceLink();
        MessageService service =
            link.service().start(message -> message.reply(new byte[] {1, 2, 3}))) {
      ScanNotification question = new ScanNotification(1, 0, new byte[1024]);
      AskResult<Padded> asked = SCAN_PADDED.ask(link.client, question, LONG);
      assertThat(asked.result().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(asked.answer()).isEmpty();
      FilterPortException e = failure(asked::orThrow);
      assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(e).hasMessageContaining("3 bytes").hasMessageContaining("24 bytes");
      assertThat(service.unhandled()).isZero();
    }
  }

  @Test
  @DisplayName("a reply of another status, and a timeout, bring no answer")
  void noAnswer() {
    try (ServiceLink link = new ServiceLink()) {
      AskResult<Verdict> status =
          ask(link, message -> message.reply(NtStatus.ACCESS_DENIED, Buffers.of((byte) 1)));
      assertThat(status.answer()).isEmpty();
      assertThat(status.result().status()).isEqualTo(NtStatus.ACCESS_DENIED);
      assertThat(status(status::orThrow)).isEqualTo(NtStatus.ACCESS_DENIED);
      ScanNotification question = new ScanNotification(1, 0, new byte[1024]);
      AskResult<Verdict> timeout = SCAN.ask(link.client, question, Timeout.poll());
      assertThat(timeout.answer()).isEmpty();
      assertThat(timeout.result().isTimeout()).isTrue();
      assertThat(status(timeout::orThrow)).isEqualTo(NtStatus.TIMEOUT);
    }
  }

  @Test
  @DisplayName("a question with a content beside it")
  void withContent() {
    try (ServiceLink link = new ServiceLink();
        MessageService service =
            link.service()
                .start(
                    message ->
                        message.reply(
                            SCAN.answer().encode(new Verdict(message.content().size() == 5))))) {
      ScanNotification question = new ScanNotification(0, 0, new byte[1024]);
      AskResult<Verdict> asked = SCAN.ask(link.client, question, Content.of(new byte[5]), LONG);
      assertThat(asked.orThrow().safeToOpen()).isTrue();
      assertThat(service.unhandled()).isZero();
    }
  }

  private record Name(int kind, @Flexible byte[] name) {}

  @Test
  @DisplayName("an answer has a size of its own, a question need not")
  void flexible() {
    MessageLayout<Name> name = MessageLayout.of(MethodHandles.lookup(), Name.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Exchange<>(SCAN.question(), name))
        .withMessageContaining("NAME of 4 bytes and more");
    Exchange<Name, Verdict> exchange = new Exchange<>(name, SCAN.answer());
    try (ServiceLink link = new ServiceLink();
        MessageService service =
            link.service()
                .start(
                    message -> {
                      byte[] bytes = name.read(message.payload()).name();
                      message.reply(SCAN.answer().encode(new Verdict(bytes.length == 3)));
                    })) {
      Name question = new Name(0, new byte[3]);
      assertThat(exchange.ask(link.client, question, LONG).orThrow().safeToOpen()).isTrue();
      assertThat(service.unhandled()).isZero();
    }
  }

  // ---- a service asks

  private record Command(int command, int reserved) {}

  private record Version(short major, short minor) {}

  private static final Exchange<Command, Version> GET_VERSION =
      new Exchange<>(
          MessageLayout.of(MethodHandles.lookup(), Command.class),
          MessageLayout.of(MethodHandles.lookup(), Version.class));

  @Test
  @DisplayName("MNF-12: a filter answers; refuses a wrong size; says how much room it needs")
  void filterAnswers() {
    try (World world = World.withPort(1)) {
      world.onMessage =
          (cookie, call) ->
              GET_VERSION.answer(
                  call, command -> new Version((short) 2, (short) command.command()));
      Link link = world.link();
      assertThat(GET_VERSION.ask(link.port(), new Command(7, 0)))
          .isEqualTo(new Version((short) 2, (short) 7));
      MemorySegment room = Buffers.allocate(4);
      assertThat(status(() -> link.port().send(Buffers.allocate(4), room)))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
      for (MemorySegment none : new MemorySegment[] {null, Buffers.allocate(3)}) {
        FilterPortException e = failure(() -> link.port().send(Buffers.allocate(8), none));
        assertThat(e.bytes()).isEqualTo(4);
      }
      assertThat(link.port().send(Buffers.allocate(8), Buffers.allocate(100))).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("an answer of another size is refused with both sizes")
  void shortAnswer() {
    try (World world = World.withPort(1)) {
      world.onMessage = (cookie, call) -> call.answer(Buffers.allocate(3));
      Link link = world.link();
      FilterPortException e = failure(() -> GET_VERSION.ask(link.port(), new Command(1, 0)));
      assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(e).hasMessageContaining("3 bytes").hasMessageContaining("has 4 bytes");
    }
  }
}

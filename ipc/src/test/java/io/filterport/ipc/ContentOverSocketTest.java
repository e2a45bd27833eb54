package io.filterport.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.linux.Contents;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.Fds;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents beside messages, through the control socket. */
class ContentOverSocketTest {
  private static final Timeout LONG = Timeout.ofMillis(20_000);

  @TempDir Path directory;

  private final BlockingQueue<ClientPort> accepted = new LinkedBlockingQueue<>();
  private final ExecutorService senders = Executors.newFixedThreadPool(8);
  private FilterManager manager;
  private FilterPort port;
  private ClientPort client;

  @BeforeEach
  void connect() throws InterruptedException {
    Path socket = directory.resolve("manager.sock");
    manager = FilterManager.listen(socket);
    PortCallbacks callbacks =
        PortCallbacks.of(
            request -> {
              accepted.add(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {});
    manager
        .register(FilterRegistration.named("test"))
        .createCommunicationPort(PortAttributes.named("\\Test"), callbacks, 1);
    port = FilterPort.connect(PortSpace.at(socket), "\\Test");
    client = accepted.take();
  }

  @AfterEach
  void end() {
    port.close();
    manager.close();
    senders.close();
  }

  private Future<SendResult> asking(Content content) {
    return senders.submit(() -> client.send(Buffers.utf8("x"), content, Buffers.allocate(8), LONG));
  }

  /** {@return the id of the next message} */
  private long got() {
    MemorySegment buffer = Buffers.allocate(64);
    assertThat(port.getMessage(buffer)).isEqualTo(MessageHeader.SIZE + 1);
    return MessageHeader.read(buffer).messageId();
  }

  private void reply(long id) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE);
    new ReplyHeader(NtStatus.SUCCESS, id).write(reply);
    port.reply(reply);
  }

  private static byte[] read(Content content) throws IOException {
    MemorySegment bytes = Buffers.allocate((int) content.size());
    long position = 0;
    while (position < content.size()) {
      int count = content.read(position, bytes.asSlice(position));
      assertThat(count).isPositive();
      position += count;
    }
    assertThat(content.read(position, Buffers.allocate(1))).isEqualTo(-1);
    return Buffers.bytes(bytes);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private NtStatus contentFails(long id) {
    return catchThrowableOfType(FilterPortException.class, () -> port.content(id)).status();
  }

  @Test
  void bytesArriveAndEndWithTheReply() throws Exception {
    contentArrives();
  }

  private void contentArrives() throws Exception {
    byte[] bytes = random(3 << 20);
    Future<SendResult> sender = asking(Content.of(bytes));
    long id = got();
    Content content = port.content(id);
    assertThat(read(content)).isEqualTo(bytes);
    reply(id);
    assertThat(sender.get().outcome()).isEqualTo(Outcome.REPLIED);
    assertThatThrownBy(() -> read(content)).isInstanceOf(IOException.class);
    assertThat(contentFails(id)).isEqualTo(NtStatus.NOT_FOUND);
  }

  @Test
  void aFileIsReadThroughItsDescriptor() throws Exception {
    byte[] bytes = random(100_000);
    Path file = Files.write(directory.resolve("secret"), bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    int fd = Fds.open(file.toString(), Fds.O_RDONLY);
    Files.delete(file);
    try (DescriptorContent opened = new DescriptorContent(fd, bytes.length)) {
      Future<SendResult> sender = asking(opened);
      long id = got();
      assertThat(read(port.content(id))).isEqualTo(bytes);
      reply(id);
      assertThat(sender.get().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(read(opened)).isEqualTo(bytes);
    }
  }

  private record Pretended(long size) implements Content {
    @Override
    public int read(long position, MemorySegment buffer) {
      throw new IllegalStateException("cannot be read");
    }

    @Override
    public void close() {}
  }

  @Test
  void whatCannotBeHandedOverCostsItsMessageOnly() throws Exception {
    for (long size : new long[] {Contents.MAX_COPY + 1, 10}) {
      Future<SendResult> sender = asking(new Pretended(size));
      long id = got();
      assertThat(contentFails(id)).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
      reply(id);
      assertThat(sender.get().outcome()).isEqualTo(Outcome.REPLIED);
    }
    contentArrives();
  }

  private record Failing(long size, Error failure) implements Content {
    @Override
    public long size() {
      if (size < 0) {
        throw failure;
      }
      return size;
    }

    @Override
    public int read(long position, MemorySegment buffer) {
      throw failure;
    }

    @Override
    public void close() {}
  }

  /** As a mapped file does that was cut short. */
  @Test
  void aContentThatThrowsAnErrorCostsItsMessageOnly() throws Exception {
    for (long size : new long[] {-1, 10}) {
      Future<SendResult> sender = asking(new Failing(size, new InternalError("on purpose")));
      long id = got();
      assertThat(contentFails(id)).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
      reply(id);
      assertThat(sender.get().outcome()).isEqualTo(Outcome.REPLIED);
    }
    contentArrives();
  }

  @Test
  void aContentThatTheClientMayNotOpenCostsItsMessageOnly() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "bytes");
    contentArrives(); // whatever opens once is open now
    int fd = Fds.open(file.toString(), Fds.O_RDONLY);
    try (DescriptorContent opened = new DescriptorContent(fd, 5)) {
      Future<SendResult> sender;
      long id;
      NoDescriptors limit = NoDescriptors.begin();
      try {
        sender = asking(opened);
        id = got();
        assertThat(contentFails(id)).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
      } finally {
        limit.end();
      }
      reply(id);
      assertThat(sender.get().outcome()).isEqualTo(Outcome.REPLIED);
    }
    contentArrives();
  }

  private static boolean isOpen(Content content) {
    try {
      return content.read(0, Buffers.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theEndIsToldToWhoeverAsksForAContent() throws Exception {
    Future<SendResult> sender = asking(Content.of(random(10)));
    long id = got();
    Content content = port.content(id);
    manager.close();
    assertThat(sender.get().outcome()).isEqualTo(Outcome.DISCONNECTED);
    until(() -> !isOpen(content));
    assertThat(contentFails(id)).isEqualTo(NtStatus.PORT_DISCONNECTED);
    port.close();
    assertThat(contentFails(id)).isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  void eachServiceThreadReadsItsOwnContentAndNoDescriptorIsLeft() throws Exception {
    try (MessageService service = MessageService.on(port).workers(8)) {
      service.start(message -> message.reply(read(message.content())));
      assertThat(echoed("first")).isEqualTo("first"); // whatever opens once is open now
      long before = descriptors();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "content " + i;
        answers.add(senders.submit(() -> echoed(text)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo("content " + i);
      }
      until(() -> descriptors() <= before);
    }
  }

  private String echoed(String text) {
    MemorySegment reply = Buffers.allocate(64);
    Content content = Content.of(text.getBytes(UTF_8));
    SendResult result = client.send(Buffers.utf8("x"), content, reply, LONG);
    return new String(Buffers.bytes(reply.asSlice(0, result.replyLength())), UTF_8);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** For what another thread does soon and tells nobody. */
  private static void until(Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
      Thread.onSpinWait();
    }
  }
}

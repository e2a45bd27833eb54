package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketRoundTripTest {
  @Test
  void bothDirectionsOfOneConnection(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("manager.sock");
    PortSpace space = PortSpace.at(socket);
    AtomicReference<ClientPort> client = new AtomicReference<>();
    AtomicInteger disconnects = new AtomicInteger();
    try (FilterManager manager = FilterManager.listen(socket)) {
      Filter filter = manager.register(FilterRegistration.named("test"));
      filter.createCommunicationPort(
          PortAttributes.named("\\Test"),
          PortCallbacks.of(
                  request -> {
                    client.set(request.clientPort());
                    return NtStatus.SUCCESS;
                  },
                  cookie -> disconnects.incrementAndGet())
              .onMessage(
                  (cookie, call) -> {
                    MemorySegment output = call.output();
                    if (output != null) {
                      MemorySegment.copy(call.input(), 0, output, 0, call.input().byteSize());
                    }
                    call.setReturnLength((int) call.input().byteSize());
                    return NtStatus.SUCCESS;
                  }),
          1);
      FilterPort port = FilterPort.connect(space, "\\Test");
      MemorySegment out = Buffers.allocate(64);
      for (int i = 0; i < 10_000; i++) {
        assertThat(port.send(Buffers.utf8("hello"), out)).isEqualTo(5);
      }
      CountDownLatch done = new CountDownLatch(1);
      Thread service =
          Thread.ofPlatform()
              .start(
                  () -> {
                    MemorySegment buffer = Buffers.allocate(64);
                    MemorySegment reply = Buffers.allocate(20);
                    try {
                      while (true) {
                        int bytes = port.getMessage(buffer);
                        assertThat(bytes).isEqualTo(16 + 3);
                        new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId())
                            .write(reply);
                        port.reply(reply);
                      }
                    } catch (FilterPortException e) {
                      assertThat(e.isDisconnected()).isTrue();
                      done.countDown();
                    }
                  });
      MemorySegment answer = Buffers.allocate(8);
      for (int i = 0; i < 10_000; i++) {
        SendResult result =
            client.get().send(Buffers.of(new byte[] {1, 2, 3}), answer, Timeout.ofMillis(5000));
        assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
        assertThat(result.replyLength()).isEqualTo(4);
      }
      FilterPortException full =
          catchThrowableOfType(
              FilterPortException.class, () -> FilterPort.connect(space, "\\Test"));
      assertThat(full.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      assertThat(full).hasMessageContaining("held by pid " + ProcessHandle.current().pid());
      long before = disconnects.get();
      port.close();
      while (disconnects.get() == before) {
        Thread.onSpinWait();
      }
      assertThat(disconnects).hasValue(1);
      done.await();
      service.join();
      assertThat(client.get().send(Buffers.utf8("x"), null, Timeout.infinite()).outcome())
          .isEqualTo(Outcome.DISCONNECTED);
    }
  }
}

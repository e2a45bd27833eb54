package io.filterport.engine;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageHandler;
import io.filterport.service.MessageService;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/** One connection of an embedded manager, and senders on it. */
final class ServiceLink implements AutoCloseable {
  static final String NAME = "\\GreeterPort";

  final PortSpace space = PortSpace.embedded();
  final FilterManager manager = FilterManager.in(space);
  final ClientPort client;
  final FilterPort port;

  private final BlockingQueue<ClientPort> accepted = new LinkedBlockingQueue<>();

  ServiceLink() {
    PortCallbacks callbacks =
        PortCallbacks.of(
            request -> {
              accepted.add(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {});
    manager
        .register(FilterRegistration.named("greeter"))
        .createCommunicationPort(PortAttributes.named(NAME), callbacks, 2);
    port = FilterPort.connect(space, NAME);
    client = nextClient();
  }

  /** {@return the filter's end of the next connection} */
  ClientPort nextClient() {
    try {
      return accepted.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  MessageService service() {
    return MessageService.on(port);
  }

  /** What a sender sees: how its send ended, and the reply's payload. */
  record Answered(SendResult result, MemorySegment reply) {
    SendResult.Outcome outcome() {
      return result.outcome();
    }

    byte[] payload() {
      return Buffers.bytes(reply);
    }

    String text() {
      return new String(payload(), StandardCharsets.UTF_8);
    }

    NtStatus status() {
      return result.status();
    }
  }

  Answered ask(MemorySegment question, int capacity) {
    MemorySegment reply = Buffers.allocate(capacity);
    SendResult result = client.send(question, reply, Timeout.infinite());
    return new Answered(result, reply.asSlice(0, result.replyLength()));
  }

  Answered ask(String question) {
    return ask(Buffers.utf8(question), 64);
  }

  SendResult.Outcome tell(String message, Timeout timeout) {
    return client.send(Buffers.utf8(message), null, timeout).outcome();
  }

  /** Runs a sender, or a server, on its own thread. */
  static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  static FutureTask<Boolean> serve(MessageService service, MessageHandler handler) {
    return start(
        () -> {
          service.serve(handler);
          return true;
        });
  }

  static <T> T get(FutureTask<T> task) {
    try {
      return task.get();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() {
    port.close();
    manager.close();
  }
}

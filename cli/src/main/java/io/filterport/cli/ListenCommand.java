package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code filterport listen}: gets messages, prints them and replies. */
@Command(
    name = "listen",
    description = "Get messages from the filter behind a port, print them and reply to them.")
final class ListenCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PORT", description = "The port, such as '\\EchoPort'.")
  private String port;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N messages (default: when the connection ends).")
  private long count = Long.MAX_VALUE;

  @ArgGroup private @Nullable ReplyBytes reply;

  @Option(
      names = "--reply-status",
      paramLabel = "STATUS",
      converter = StatusConverter.class,
      defaultValue = "0",
      description = "The status of each reply, such as 0xc0000022 (default: 0).")
  private NtStatus status;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Spec private CommandSpec command;

  /** What the reply carries. */
  static final class ReplyBytes {
    @Option(names = "--reply-text", paramLabel = "TEXT", description = "Payload of each reply.")
    private @Nullable String text;

    @Option(names = "--reply-hex", paramLabel = "HEX", description = "Payload, in hexadecimal.")
    private @Nullable String hex;

    byte[] bytes() {
      return hex != null ? Payload.ofHex(hex) : Payload.ofText(text == null ? "" : text);
    }
  }

  @Override
  public Integer call() {
    byte[] payload = reply == null ? new byte[0] : reply.bytes();
    try (FilterPort connected = FilterPort.connect(socket.space(), port)) {
      MemorySegment buffer = Buffers.allocate(MessageHeader.SIZE + connected.maxMessageBytes());
      for (long i = 0; i < count; i++) {
        int bytes = connected.getMessage(buffer);
        MessageHeader header = MessageHeader.read(buffer);
        print(
            header, Buffers.bytes(buffer.asSlice(MessageHeader.SIZE, bytes - MessageHeader.SIZE)));
        if (header.replyExpected()) {
          reply(connected, header, payload);
        }
      }
    }
    return ExitCodes.OK;
  }

  /** A late reply is harmless (RPL-05). */
  private void reply(FilterPort connected, MessageHeader header, byte[] payload) {
    MemorySegment answer = Buffers.allocate(ReplyHeader.SIZE + payload.length);
    new ReplyHeader(status, header.messageId()).write(answer);
    MemorySegment.copy(Buffers.of(payload), 0, answer, ReplyHeader.SIZE, payload.length);
    try {
      connected.reply(answer);
    } catch (FilterPortException e) {
      if (e.isDisconnected()) {
        throw e;
      }
      command.commandLine().getErr().println("filterport: " + e.getMessage());
    }
  }

  private void print(MessageHeader header, byte[] payload) {
    boolean people = output.isForPeople();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("messageId", header.messageId());
    fields.put("replyLength", header.replyLength());
    fields.put("length", payload.length);
    fields.put("hex", people ? Payload.shortHex(payload) : Payload.hex(payload));
    fields.put("text", people ? Payload.shortText(payload) : Payload.text(payload));
    output.print(fields);
  }
}

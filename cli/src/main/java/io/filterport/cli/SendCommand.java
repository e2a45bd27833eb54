package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code filterport send}: one FilterSendMessage. */
@Command(
    name = "send",
    description = "Send a message to the filter behind a port and print its answer.")
final class SendCommand implements Callable<Integer> {
  private static final int ONE_MEBIBYTE = 1 << 20;

  @Parameters(paramLabel = "PORT", description = "The port, such as '\\EchoPort'.")
  private String port;

  @ArgGroup(multiplicity = "1")
  private Payload.Given message;

  @Option(
      names = "--out",
      paramLabel = "BYTES",
      defaultValue = "" + ONE_MEBIBYTE,
      description = "Room for the answer (default: ${DEFAULT-VALUE}).")
  private int out;

  @Option(names = "--context", paramLabel = "HEX", description = "Bytes for the connect callback.")
  private @Nullable String context;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    MemorySegment question = Buffers.of(message.bytes());
    MemorySegment answer =
        Buffers.allocate(
            Numbers.inRange("--out", out, 0, PortAttributes.LARGEST_MAX_MESSAGE_BYTES));
    try (FilterPort connected = FilterPort.connect(socket.space(), port, options())) {
      int bytes = connected.send(question, answer);
      print(NtStatus.SUCCESS, bytes, Arrays.copyOf(Buffers.bytes(answer), bytes));
      return ExitCodes.OK;
    } catch (FilterPortException e) {
      int returned = (int) Math.min(e.bytes(), out);
      print(e.status(), e.bytes(), Arrays.copyOf(Buffers.bytes(answer), returned));
      throw e;
    }
  }

  private ConnectOptions options() {
    String hex = context;
    return hex == null
        ? ConnectOptions.none()
        : ConnectOptions.withContext(Buffers.of(Payload.ofHex(hex)));
  }

  private void print(NtStatus status, long bytes, byte[] answer) {
    boolean people = output.isForPeople();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("port", port);
    fields.put("hresult", status.toHResult().hex());
    fields.put("hresultName", status.toHResult().name());
    fields.put("status", status.hex());
    fields.put("statusName", status.name());
    fields.put("bytesReturned", bytes);
    fields.put("outputHex", people ? Payload.shortHex(answer) : Payload.hex(answer));
    fields.put("outputText", people ? Payload.shortText(answer) : Payload.text(answer));
    output.print(fields);
  }
}

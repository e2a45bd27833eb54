package io.filterport.verify.conformance.agent;

import io.filterport.Content;
import io.filterport.PortName;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import java.lang.foreign.MemorySegment;

/** A port of the agent. */
final class RemotePort implements FilterPort {
  private final AgentProcess agent;
  final int number;
  private final PortName name;

  RemotePort(AgentProcess agent, int number, PortName name) {
    this.agent = agent;
    this.number = number;
    this.name = name;
  }

  @Override
  public PortName name() {
    return name;
  }

  @Override
  public int maxMessageBytes() {
    return (int) agent.call((service, call) -> service.maxMessageBytes(call, number)).value();
  }

  @Override
  public FilterPort duplicate() {
    return handle((service, call) -> service.duplicate(call, number));
  }

  @Override
  public FilterPort duplicate(PortAccess access) {
    return handle((service, call) -> service.duplicate(call, number, access));
  }

  private FilterPort handle(AgentProcess.Work work) {
    return new RemotePort(agent, (int) agent.call(work).value(), name);
  }

  @Override
  public int send(MemorySegment input, MemorySegment output) {
    Bytes in = Bytes.of(input);
    Bytes out = Bytes.of(output);
    boolean same = input != null && input.equals(output);
    return (int) fill(output, (service, call) -> service.send(call, number, in, out, same));
  }

  @Override
  public int getMessage(MemorySegment buffer) {
    Bytes target = Bytes.of(buffer);
    return (int) fill(buffer, (service, call) -> service.getMessage(call, number, target));
  }

  /** A failed call may have changed the buffer, too. */
  private long fill(MemorySegment buffer, AgentProcess.Work work) {
    Answer[] seen = new Answer[1];
    try {
      return agent
          .call(
              (service, call) -> {
                seen[0] = work.on(service, call);
                return seen[0];
              })
          .value();
    } finally {
      if (seen[0] != null && buffer != null) {
        Bytes.fill(buffer, seen[0].bytes());
      }
    }
  }

  @Override
  public void getMessage(MemorySegment buffer, Overlapped overlapped) {
    RemoteOverlapped remote = (RemoteOverlapped) overlapped;
    Bytes target = Bytes.of(buffer);
    remote.begin(
        buffer,
        () ->
            agent.call((service, call) -> service.getMessage(call, number, target, remote.number)));
  }

  @Override
  public Content content(long messageId) {
    int content =
        (int) agent.call((service, call) -> service.content(call, number, messageId)).value();
    return new RemoteContent(content);
  }

  private final class RemoteContent implements Content {
    private final int content;

    RemoteContent(int content) {
      this.content = content;
    }

    @Override
    public long size() {
      return agent.call((service, call) -> service.contentSize(call, content)).value();
    }

    @Override
    public int read(long position, MemorySegment buffer) {
      Bytes target = Bytes.of(buffer);
      return (int)
          fill(buffer, (service, call) -> service.contentRead(call, content, position, target));
    }

    @Override
    public void close() {
      agent.call((service, call) -> service.contentClose(call, content));
    }
  }

  @Override
  public void reply(MemorySegment reply) {
    Bytes bytes = Bytes.of(reply);
    agent.call((service, call) -> service.reply(call, number, bytes));
  }

  @Override
  public boolean cancel(Overlapped overlapped) {
    int get = ((RemoteOverlapped) overlapped).number;
    return agent.call((service, call) -> service.cancel(call, number, get)).value() != 0;
  }

  @Override
  public boolean cancelAll() {
    return agent.call((service, call) -> service.cancelAll(call, number)).value() != 0;
  }

  @Override
  public boolean isConnected() {
    return agent.call((service, call) -> service.isConnected(call, number)).value() != 0;
  }

  @Override
  public void close() {
    agent.call((service, call) -> service.close(call, number));
  }
}

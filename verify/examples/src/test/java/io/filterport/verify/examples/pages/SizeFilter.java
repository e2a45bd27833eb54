package io.filterport.verify.examples.pages;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps files shut that are larger than 64 MiB, and tells who is connected of each. */
public final class SizeFilter implements FilterProvider {
  private static final long MOST = 64L << 20;

  private final List<ClientPort> clients = new CopyOnWriteArrayList<>();
  private volatile ServerPort port;
  private volatile Volume.Attachment attachment;

  @Override
  public String name() {
    return "size";
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(name()).at("330000").onUnload(this::unload);
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks = PortCallbacks.of(this::connect, this::disconnect);
    port = host.filter().createCommunicationPort(host.port("\\SizePort"), callbacks, 4);
    attachment = host.attach(registration().altitude(), this::decide);
  }

  private NtStatus connect(ConnectionRequest request) {
    clients.add(request.clientPort());
    request.setConnectionCookie(request.clientPort());
    return NtStatus.SUCCESS;
  }

  private void disconnect(Object cookie) {
    clients.remove(cookie);
    ((ClientPort) cookie).close();
  }

  private Verdict decide(FileOperation operation) {
    if (operation.kind() != FileOperation.Kind.OPEN || operation.size() <= MOST) {
      return Verdict.ALLOW;
    }
    clients.forEach(client -> client.send(Buffers.utf8(operation.path()), null, Timeout.poll()));
    return Verdict.deny("size: more than " + MOST + " bytes");
  }

  private NtStatus unload(boolean mandatory) {
    attachment.close();
    port.close();
    return NtStatus.SUCCESS;
  }
}

package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The asking side of the bench: round after round, ports and sockets in turn; medians at the end.
 */
@Command(name = "bench-client", hidden = true)
final class BenchClientCommand implements Callable<Integer> {
  private static final int[] SIZES = {64, 1024, 65_536};
  private static final int WARM_UP_ROUNDS = 2;
  private static final long ROUND_NANOS = 500_000_000;

  @Option(names = "--plain", required = true)
  private Path plainSocket;

  @Option(names = "--rounds", required = true)
  private int rounds;

  @Mixin private SocketOption socket;

  /** One round trip. */
  private interface RoundTrip {
    void run() throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    PortSpace space = socket.space();
    try (FilterPort port = FilterPort.connect(space, "\\EchoPort");
        SocketChannel plain = SocketChannel.open(UnixDomainSocketAddress.of(plainSocket));
        Arena arena = Arena.ofShared()) {
      for (int size : SIZES) {
        compare(size, throughPort(port, arena, size), throughSocket(plain, size));
      }
    }
    return ExitCodes.OK;
  }

  private static RoundTrip throughPort(FilterPort port, Arena arena, int size) {
    MemorySegment question = arena.allocate(size);
    MemorySegment answer = arena.allocate(size);
    return () -> {
      int ignored = port.send(question, answer);
    };
  }

  private static RoundTrip throughSocket(SocketChannel channel, int size) {
    ByteBuffer question = ByteBuffer.allocateDirect(Integer.BYTES + size).putInt(0, size);
    ByteBuffer answer = ByteBuffer.allocateDirect(Integer.BYTES + size);
    return () -> {
      PlainSocket.send(channel, question);
      if (!PlainSocket.receive(channel, answer)) {
        throw new IOException("the bench's server is gone");
      }
    };
  }

  private void compare(int size, RoundTrip port, RoundTrip plain) throws IOException {
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
      double a = micros(port);
      double b = micros(plain);
      if (i >= 0) {
        ours[i] = a;
        theirs[i] = b;
      }
    }
    System.out.println("round-trip " + size + " 1 " + median(ours) + " " + median(theirs));
  }

  /** {@return the mean of one round} */
  private static double micros(RoundTrip trip) throws IOException {
    long start = System.nanoTime();
    long count = 0;
    long now = start;
    while (now - start < ROUND_NANOS) {
      trip.run();
      count++;
      now = System.nanoTime();
    }
    return (now - start) / 1000.0 / count;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}

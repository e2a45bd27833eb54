package io.filterport.cli;

import io.filterport.service.FilterPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The asking side of the bench: round after round, ports and sockets in turn; medians at the end.
 */
@Command(name = "bench-client", hidden = true)
final class BenchClientCommand implements Callable<Integer> {
  private static final int[] SIZES = {64, 1024, 65_536};
  private static final int[] CALLERS = {4, 16};
  private static final int SMALL = 64;
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
    try (FilterPort port = FilterPort.connect(socket.space(), "\\EchoPort")) {
      for (int size : SIZES) {
        compare("round-trip", port, size, 1);
      }
      for (int callers : CALLERS) {
        compare("throughput", port, SMALL, callers);
      }
    }
    return ExitCodes.OK;
  }

  /** All callers share the port; a plain socket has one caller each. */
  private void compare(String name, FilterPort port, int size, int callers) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      List<RoundTrip> ours = new ArrayList<>();
      List<RoundTrip> theirs = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(plainSocket));
        channels.add(channel);
        ours.add(throughPort(port, arena, size));
        theirs.add(throughSocket(channel, size));
      }
      compare(name + " " + size + " " + callers, ours, theirs);
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
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

  private void compare(String row, List<RoundTrip> ours, List<RoundTrip> theirs)
      throws IOException {
    double[] port = new double[rounds];
    double[] plain = new double[rounds];
    for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
      double a = micros(ours);
      double b = micros(theirs);
      if (i >= 0) {
        port[i] = a;
        plain[i] = b;
      }
    }
    System.out.println(row + " " + median(port) + " " + median(plain));
  }

  /** {@return the time of one round trip, or of one of all callers' together} */
  private static double micros(List<RoundTrip> trips) throws IOException {
    if (trips.size() == 1) {
      return 1 / perMicro(trips.getFirst());
    }
    double rate = 0;
    List<FutureTask<Double>> callers =
        trips.stream().map(trip -> new FutureTask<>(() -> perMicro(trip))).toList();
    callers.forEach(caller -> Thread.ofPlatform().daemon().start(caller));
    for (FutureTask<Double> caller : callers) {
      rate += result(caller);
    }
    return 1 / rate;
  }

  private static double result(FutureTask<Double> caller) throws IOException {
    try {
      return caller.get();
    } catch (ExecutionException e) {
      throw new IOException("a caller of the bench failed", e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("the bench was interrupted", e);
    }
  }

  /** {@return round trips in a microsecond, over one round} */
  private static double perMicro(RoundTrip trip) throws IOException {
    long start = System.nanoTime();
    long count = 0;
    long now = start;
    while (now - start < ROUND_NANOS) {
      trip.run();
      count++;
      now = System.nanoTime();
    }
    return count * 1000.0 / (now - start);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}

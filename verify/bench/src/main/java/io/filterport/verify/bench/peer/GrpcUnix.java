package io.filterport.verify.bench.peer;

import io.grpc.CallOptions;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * gRPC over Unix sockets with netty's epoll: unary calls on one channel, handlers on the event
 * loop. Messages are plain bytes, so nothing is spent on encoding them.
 */
public final class GrpcUnix implements JvmPeer {
  /** It would say for each connection that a Unix socket has no keep-alive. */
  private static final Logger LOGGER = Logger.getLogger("io.netty.bootstrap");

  private static final int MAX_MESSAGE = 16 << 20;
  private static final MethodDescriptor<byte[], byte[]> ECHO =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("bench", "echo"))
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  @Override
  public String name() {
    return "grpc";
  }

  @Override
  public String title() {
    return "gRPC, Unix sockets";
  }

  @Override
  public int warmUps() {
    return 3;
  }

  @Override
  public Optional<String> missing(Waiting waiting) {
    return Epoll.isAvailable()
        ? Optional.empty()
        : Optional.of("netty's epoll does not load: " + Epoll.unavailabilityCause());
  }

  @Override
  public Part answer(Setup setup) throws IOException {
    EventLoopGroup loops = newLoops();
    Server server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(setup.socket().toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE)
            .addService(echoService())
            .build()
            .start();
    return () -> {
      server.shutdownNow();
      Future<?> ignored = loops.shutdownGracefully();
    };
  }

  private static EventLoopGroup newLoops() {
    LOGGER.setLevel(Level.SEVERE);
    return new MultiThreadIoEventLoopGroup(EpollIoHandler.newFactory());
  }

  private static ServerServiceDefinition echoService() {
    return ServerServiceDefinition.builder("bench")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (question, answers) -> {
                  answers.onNext(question);
                  answers.onCompleted();
                }))
        .build();
  }

  @Override
  public Calls call(Setup setup) {
    EventLoopGroup loops = newLoops();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(setup.socket().toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(loops)
            .directExecutor()
            .usePlaintext()
            .maxInboundMessageSize(MAX_MESSAGE)
            .build();
    return new Calls() {
      @Override
      public RoundTrip caller(int index) {
        byte[] question = new byte[setup.size()];
        return stamp -> {
          Stamps.write(question, stamp);
          byte[] answer =
              ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, question);
          return answer.length == question.length ? Stamps.read(answer) : -1;
        };
      }

      @Override
      public void close() {
        channel.shutdownNow();
        Future<?> ignored = loops.shutdownGracefully();
      }
    };
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new KnownBytes(message);
    }

    /** A message that has arrived lies there whole. */
    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readNBytes(stream.available());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Tells gRPC the length, so that it copies once. */
  private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
    KnownBytes(byte[] message) {
      super(message);
    }
  }
}

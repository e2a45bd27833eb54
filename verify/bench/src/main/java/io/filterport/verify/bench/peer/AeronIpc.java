package io.filterport.verify.bench.peer;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ConcurrentPublication;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron over shared memory. Questions go through one stream, which a single thread of the answering
 * half polls; each caller has a stream of its own for answers. The media driver lives in the
 * answering half.
 */
public final class AeronIpc implements JvmPeer {
  /** What a thread does that finds nothing. */
  public enum Idle {
    /** Asks again at once. */
    SPIN,
    /** Asks less and less often, down to once a millisecond. */
    BACKOFF
  }

  private static final int QUESTIONS = 10;
  private static final int FIRST_ANSWERS = 100;

  /** The most that Aeron takes: a longer message travels in pieces. */
  private static final int LARGEST_MTU = 65_504;

  private static final int SMALLEST_TERM = 1 << 20;
  private static final int MESSAGES_IN_A_TERM = 8;
  private static final int FRAGMENTS = 16;

  /** A question's stamp says in its upper bits whose it is. */
  private static final int CALLER_SHIFT = 48;

  private final Idle idle;
  private final boolean largeMtu;

  /**
   * Makes a peer.
   *
   * @param idle of both halves
   * @param largeMtu whether pieces are as long as Aeron allows, instead of its default
   */
  public AeronIpc(Idle idle, boolean largeMtu) {
    this.idle = idle;
    this.largeMtu = largeMtu;
  }

  @Override
  public String name() {
    return (idle == Idle.SPIN ? "aeron-spin" : "aeron-backoff") + (largeMtu ? "-mtu" : "");
  }

  @Override
  public String title() {
    return "Aeron IPC, "
        + (idle == Idle.SPIN ? "busy spin" : "back-off")
        + (largeMtu ? ", large MTU" : "");
  }

  private IdleStrategy newIdle() {
    return idle == Idle.SPIN
        ? BusySpinIdleStrategy.INSTANCE
        : new BackoffIdleStrategy(
            100, 10, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(1));
  }

  // ---- answering

  @Override
  public Part answer(Setup setup) {
    MediaDriver driver = MediaDriver.launch(driverContext(setup));
    Aeron aeron = connect(setup);
    Subscription questions = aeron.addSubscription(CommonContext.IPC_CHANNEL, QUESTIONS);
    ExclusivePublication[] answers = new ExclusivePublication[setup.callers()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, FIRST_ANSWERS + i);
    }
    Thread.ofPlatform().daemon().name("echo").start(() -> echo(questions, answers, setup.size()));
    return () -> {
      aeron.close();
      driver.close();
    };
  }

  private MediaDriver.Context driverContext(Setup setup) {
    MediaDriver.Context context =
        new MediaDriver.Context()
            .aeronDirectoryName(directory(setup))
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy())
            .ipcTermBufferLength(termLength(setup))
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true);
    return largeMtu ? context.ipcMtuLength(LARGEST_MTU) : context;
  }

  /**
   * Short terms stay in the processor's caches; but all callers' messages must fit in half of one.
   */
  private static int termLength(Setup setup) {
    long least = (long) MESSAGES_IN_A_TERM * setup.size() * Math.max(setup.callers() / 2, 1);
    return (int) Math.max(SMALLEST_TERM, Long.highestOneBit(2 * least - 1));
  }

  private static String directory(Setup setup) {
    return setup.memory().resolve("aeron").toString();
  }

  /** The message is copied out before it is answered, as every other peer does. */
  private void echo(Subscription questions, ExclusivePublication[] answers, int size) {
    UnsafeBuffer message = new UnsafeBuffer(new byte[size]);
    IdleStrategy waiting = newIdle();
    FragmentHandler handler =
        new FragmentAssembler(
            (buffer, offset, length, header) -> {
              buffer.getBytes(offset, message, 0, length);
              offer(answers[(int) (message.getLong(0) >>> CALLER_SHIFT)], message, length);
            });
    while (!questions.isClosed()) {
      waiting.idle(questions.poll(handler, FRAGMENTS));
    }
  }

  private void offer(Publication publication, UnsafeBuffer message, int length) {
    IdleStrategy waiting = newIdle();
    long result = publication.offer(message, 0, length);
    while (result < 0) {
      if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
        return;
      }
      waiting.idle();
      result = publication.offer(message, 0, length);
    }
  }

  private static Aeron connect(Setup setup) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(directory(setup)));
  }

  // ---- calling

  @Override
  public Calls call(Setup setup) {
    Aeron aeron = connect(setup);
    ConcurrentPublication questions = aeron.addPublication(CommonContext.IPC_CHANNEL, QUESTIONS);
    return new Calls() {
      @Override
      public RoundTrip caller(int index) {
        Subscription answers =
            aeron.addSubscription(CommonContext.IPC_CHANNEL, FIRST_ANSWERS + index);
        return new Caller(questions, answers, index, setup.size());
      }

      @Override
      public void close() {
        aeron.close();
      }
    };
  }

  private final class Caller implements RoundTrip {
    private final ConcurrentPublication questions;
    private final Subscription answers;
    private final long mark;
    private final UnsafeBuffer question;
    private final UnsafeBuffer answer;
    private final IdleStrategy waiting = newIdle();
    private final FragmentHandler handler;
    private int answered;

    Caller(ConcurrentPublication questions, Subscription answers, int index, int size) {
      this.questions = questions;
      this.answers = answers;
      this.mark = (long) index << CALLER_SHIFT;
      this.question = new UnsafeBuffer(new byte[size]);
      this.answer = new UnsafeBuffer(new byte[size]);
      this.handler =
          new FragmentAssembler(
              (buffer, offset, length, header) -> {
                buffer.getBytes(offset, answer, 0, length);
                answered = length;
              });
    }

    @Override
    public long ask(long stamp) {
      question.putLong(0, mark | stamp);
      answered = 0;
      offer(questions, question, question.capacity());
      waiting.reset();
      while (answered == 0) {
        waiting.idle(answers.poll(handler, FRAGMENTS));
      }
      return answered == answer.capacity() ? answer.getLong(0) ^ mark : -1;
    }
  }
}

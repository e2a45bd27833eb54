package io.filterport.scanner.engine;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Contents;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;

/**
 * Lets a clamd on this machine scan, through its Unix socket. Thread-safe: as many threads as there
 * are {@linkplain ClamdOptions#connections connections} scan at once.
 *
 * <p>clamd gets the open descriptor of the content ({@code FILDES}), so that it needs no right to
 * the file and no path is opened again. Content that is no open file is copied into sealed memory,
 * whose descriptor goes the same way: one command for both has one way to fail, and {@code
 * INSTREAM} would end at clamd's {@code StreamMaxLength} and pass through a temporary file.
 *
 * <p>What clamd cannot tell is no verdict, never "clean":
 *
 * <ul>
 *   <li>clamd answers {@code ERROR} for the content, or scans longer than a minute; the content has
 *       more than {@link ClamdOptions#maxFileBytes} bytes, which clamd might call clean unread; it
 *       cannot be handed over. That is an {@link IOException}, and concerns this content alone.
 *   <li>clamd is not there, closes, says what it must not say, or is silent and leaves a ping
 *       without an answer for three seconds. That is an {@link EngineUnavailableException}. After
 *       the third in a row clamd is not asked any more, and scans fail at once, until it answers a
 *       probe. Content that takes long cannot bring that about, since clamd answers pings
 *       meanwhile.
 * </ul>
 */
public final class ClamdEngine implements ScanEngine, AutoCloseable {
  private static final byte[] VERSION = ClamdSession.command("VERSION");
  private static final byte[] PING = ClamdSession.command("PING");

  /** With the one byte that a descriptor needs to travel with. */
  private static final byte[] FILDES = ClamdSession.command("FILDES\0");

  private final ClamdOptions options;
  private final ClamdTimes times;
  private final ClamdHealth health;
  private final ClamdSessions sessions;

  /**
   * Makes an engine, which does nothing yet.
   *
   * @param options where clamd is
   * @param observer told in words when clamd is given up and when it answers again, by any thread
   */
  public ClamdEngine(ClamdOptions options, Consumer<String> observer) {
    this(options, ClamdTimes.STANDARD, observer);
  }

  ClamdEngine(ClamdOptions options, ClamdTimes times, Consumer<String> observer) {
    this.options = options;
    this.times = times;
    this.health = new ClamdHealth(times, this::askVersion, observer);
    this.sessions = new ClamdSessions(options, times, health::mayBeAnother);
  }

  /**
   * Asks clamd for its version, and from now on again and again. Call it before any scan, once, or
   * once more after it has failed.
   *
   * @throws FilterPortException if clamd does not answer: {@link NtStatus#OBJECT_NAME_NOT_FOUND} if
   *     nobody listens there, {@link NtStatus#ACCESS_DENIED}, {@link NtStatus#NAME_TOO_LONG},
   *     {@link NtStatus#TIMEOUT}, or {@link NtStatus#UNSUCCESSFUL} for anything else
   */
  public void start() {
    try {
      health.start();
    } catch (EngineUnavailableException e) {
      throw new FilterPortException(
          String.valueOf(e.getMessage()),
          e.status(),
          "Does clamd run, and is this its LocalSocket, open to this user?");
    }
  }

  /**
   * Asks clamd for its version now, for its signatures may be new; else that happens once a minute.
   * A clamd that does not answer keeps the version it had. By any thread.
   */
  public void askAgain() {
    health.look();
  }

  @Override
  public ScanResult scan(Content content) throws IOException {
    return scan(content, ScanContext.WANTED);
  }

  /** clamd takes descriptors. */
  @Override
  public boolean readsMemoryBest() {
    return false;
  }

  /** Looks at the context whenever clamd was silent for a second. */
  @Override
  public ScanResult scan(Content content, ScanContext context) throws IOException {
    ClamdAnswer answer;
    try {
      answer = ask(content, context);
    } catch (EngineUnavailableException e) {
      health.failed(e);
      throw e;
    }
    health.answered();
    return answer.verdict();
  }

  private ClamdAnswer ask(Content content, ScanContext context) throws IOException {
    requireSize(content.size());
    health.requireUp();
    ClamdSession session = sessions.take();
    try {
      health.requireUp();
      send(session, content);
      return ClamdAnswer.read(await(session, context));
    } catch (EngineUnavailableException e) {
      session.spoil();
      throw e;
    } finally {
      sessions.giveBack(session);
    }
  }

  private void requireSize(long bytes) throws IOException {
    if (bytes > options.maxFileBytes()) {
      throw new IOException(
          "No verdict on content of "
              + bytes
              + " bytes: clamd gets up to "
              + options.maxFileBytes()
              + " of them");
    }
  }

  private void send(ClamdSession session, Content content) throws IOException {
    int result = Contents.with(content, fd -> send(session, fd));
    if (result < 0 && session.isIdle()) {
      throw new IOException(
          "No verdict on content of "
              + content.size()
              + " bytes: it cannot be handed to clamd: "
              + Errno.message(result));
    }
    requireSent(result);
  }

  /** The size is looked at again: that of the content was told. */
  private int send(ClamdSession session, int fd) {
    return Fds.size(fd) > options.maxFileBytes() ? -Errno.EFBIG : session.send(FILDES, fd);
  }

  private static void requireSent(int result) throws EngineUnavailableException {
    if (result < 0) {
      throw new EngineUnavailableException(
          "clamd takes no command: " + Errno.message(result), NtStatus.UNSUCCESSFUL);
    }
  }

  /** A clamd that answers a ping scans; one that does not is not waited for. */
  private String await(ClamdSession session, ScanContext context) throws IOException {
    long end = System.nanoTime() + times.scanNanos();
    String answer = session.answer(times.silenceNanos());
    while (answer == null) {
      context.requireWanted();
      requirePatience(end);
      ping();
      answer = session.answer(times.silenceNanos());
    }
    return answer;
  }

  private void requirePatience(long end) throws IOException {
    health.requireUp();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The scan was interrupted");
    }
    if (end - System.nanoTime() <= 0) {
      throw new IOException("No verdict: clamd scans for too long");
    }
  }

  private void ping() throws EngineUnavailableException {
    String answer = askBeside(PING);
    if (!answer.equals("PONG")) {
      throw ClamdSession.nonsense("\"" + answer + "\" to a ping");
    }
  }

  private String askVersion() throws EngineUnavailableException {
    return ClamdAnswer.version(askBeside(VERSION));
  }

  /** Asks on a session of its own, for it must not wait for a scan. */
  private String askBeside(byte[] command) throws EngineUnavailableException {
    try (ClamdSession session = sessions.open()) {
      requireSent(session.send(command));
      String answer = session.answer(times.answerNanos());
      if (answer == null) {
        throw new EngineUnavailableException(
            "clamd does not answer at " + options.socket(), NtStatus.TIMEOUT);
      }
      return answer;
    }
  }

  @Override
  public String name() {
    return "clamd";
  }

  /**
   * {@return clamd's version with the number and date of its database, asked for once a minute, and
   * when clamd was away; empty if it has no such number} Signatures that its owner added have none:
   * a change of these does not show.
   */
  @Override
  public String version() {
    return health.version();
  }

  /** Ends the sessions and the probes; scans under way still get their answer. */
  @Override
  public void close() {
    health.close();
    sessions.close();
  }
}

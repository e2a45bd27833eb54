package io.filterport.volumes.fanotify;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.security.AccessToken;
import io.filterport.volume.ByteRange;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volumes.Decision;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as callbacks see it. Safe for use by any thread, until a worker closes it. */
final class FanotifyOperation implements FileOperation, AutoCloseable {
  private final PendingEvent event;
  private final CacheVisit visit;
  private final long timeLimitNanos;

  // guarded by this
  private @Nullable Content content;
  private @Nullable Long userId;
  private boolean closed;

  FanotifyOperation(PendingEvent event, CacheVisit visit, long timeLimitNanos) {
    this.event = event;
    this.visit = visit;
    this.timeLimitNanos = timeLimitNanos;
  }

  @Override
  public Kind kind() {
    return event.kind();
  }

  @Override
  public String path() {
    return event.file().pathForPeople();
  }

  @Override
  public Optional<ByteRange> range() {
    return Optional.ofNullable(event.opened().range());
  }

  @Override
  public long size() {
    return event.file().size();
  }

  @Override
  public long processId() {
    return Requestor.process(event.opened().pid());
  }

  @Override
  public synchronized long userId() {
    if (userId == null) {
      userId = closed ? AccessToken.UNKNOWN : lookUpUser();
    }
    return userId;
  }

  private long lookUpUser() {
    return event.user() == AccessToken.UNKNOWN
        ? Requestor.user(event.opened().pid(), event.opened().pidfd())
        : event.user();
  }

  @Override
  public synchronized Content content() throws IOException {
    if (closed) {
      throw new IOException("the operation on " + path() + " is over");
    }
    if (content == null) {
      content = openContent();
    }
    return content;
  }

  private Content openContent() throws IOException {
    return event.file().isDirectory()
        ? Content.of(new byte[0])
        : new DescriptorContent(duplicate(), size());
  }

  private int duplicate() throws IOException {
    int own = Fds.duplicate(event.opened().fd());
    if (own < 0) {
      throw new IOException(path() + ": " + Errno.message(own));
    }
    return own;
  }

  @Override
  public Timeout timeLeft() {
    return Timeout.ofNanos(event.nanosLeft());
  }

  @Override
  public Timeout mostTimeLeft() {
    return Timeout.ofNanos(event.mostNanosLeft(timeLimitNanos));
  }

  @Override
  public boolean askForMoreTime() {
    return event.askForMore();
  }

  @Override
  public synchronized boolean isAbandoned() {
    return closed || event.isAbandoned();
  }

  @Override
  public synchronized Optional<Verdict> recall(String basis) {
    return closed ? Optional.empty() : visit.recall(basis);
  }

  /** Later the descriptor may be another file's. */
  @Override
  public synchronized void remember(String basis, Verdict verdict) {
    if (!closed) {
      visit.remember(basis, verdict);
    }
  }

  synchronized void nextCallback() {
    visit.nextCallback();
  }

  /** {@return the decision} From now on nobody gets the content. */
  synchronized Decision decided(Decision decision) {
    closed = true;
    if (content == null && decision.verdict().allowed() && !decision.byDefault()) {
      visit.allowed();
    }
    return decision.cached(visit.isFound());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (content != null) {
      content.close();
    }
  }
}

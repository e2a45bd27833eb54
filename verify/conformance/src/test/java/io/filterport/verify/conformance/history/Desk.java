package io.filterport.verify.conformance.history;

import io.filterport.MessageHeader;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What the service's threads know together. Safe for use by any thread. */
final class Desk {
  private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT_UNALIGNED;

  final FilterPort port;

  // guarded by this
  private final List<PostedGet> outstanding = new ArrayList<>();
  private final List<PostedGet> complete = new ArrayList<>();
  private final List<Long> unanswered = new ArrayList<>();
  private final List<Long> answered = new ArrayList<>();
  private final Set<Integer> received = new HashSet<>();

  /** Blocking gets under way that hold every message. */
  private int roomyGets;

  /** Threads that wait for a message without limit. */
  private int waiting;

  Desk(FilterPort port) {
    this.port = port;
  }

  // ---- gets

  synchronized void post(PostedGet get) {
    outstanding.add(get);
  }

  /** Whoever saw first that it is complete files the message. */
  synchronized void completed(PostedGet get, Result.Got got) {
    if (outstanding.remove(get)) {
      complete.add(get);
      file(got);
    }
  }

  synchronized List<PostedGet> outstanding() {
    return List.copyOf(outstanding);
  }

  /** {@return one that is outstanding, or null} */
  synchronized PostedGet anyOutstanding(SplittableRandom random) {
    return outstanding.isEmpty() ? null : outstanding.get(random.nextInt(outstanding.size()));
  }

  /** {@return one that is complete, or null} */
  synchronized PostedGet anyComplete(SplittableRandom random) {
    return complete.isEmpty() ? null : complete.get(random.nextInt(complete.size()));
  }

  synchronized void beginGet(int capacity) {
    roomyGets += capacity >= Plan.ROOMY ? 1 : 0;
    waiting++;
  }

  synchronized void endGet(int capacity, Result.Got got) {
    roomyGets -= capacity >= Plan.ROOMY ? 1 : 0;
    waiting--;
    file(got);
  }

  synchronized void beginAwait() {
    waiting++;
  }

  synchronized void endAwait() {
    waiting--;
  }

  synchronized boolean isAnybodyWaiting() {
    return waiting > 0;
  }

  /** {@return whether some getter holds every message} */
  synchronized boolean hasRoomyGetter() {
    return roomyGets > 0 || outstanding.stream().anyMatch(get -> get.capacity() >= Plan.ROOMY);
  }

  // ---- messages

  private void file(Result.Got got) {
    if (!Agreement.isSuccess(got.status())) {
      return;
    }
    MemorySegment message = MemorySegment.ofArray(got.buffer());
    long id = MessageHeader.read(message).messageId();
    if (id != 0) {
      unanswered.add(id);
    }
    if (got.bytes() >= MessageHeader.SIZE + 4) {
      received.add(message.get(NUMBER, MessageHeader.SIZE));
    }
  }

  synchronized boolean hasReceived(long number) {
    return received.contains((int) number);
  }

  /** {@return an id that is to be answered; 0 if there is none} It counts as answered then. */
  synchronized long takeUnanswered(SplittableRandom random) {
    if (unanswered.isEmpty()) {
      return 0;
    }
    long id = unanswered.remove(random.nextInt(unanswered.size()));
    answered.add(id);
    return id;
  }

  /** {@return an id that was answered before, or one that nobody was given} */
  synchronized long wrongId(SplittableRandom random) {
    if (!answered.isEmpty() && random.nextInt(3) > 0) {
      return answered.get(random.nextInt(answered.size()));
    }
    long highest = answered.stream().mapToLong(id -> id).max().orElse(0);
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> 1;
      default -> highest + 1;
    };
  }
}

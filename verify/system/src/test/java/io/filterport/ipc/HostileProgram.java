package io.filterport.ipc;

import io.filterport.verify.system.Program;
import io.filterport.verify.system.Wait;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A client that writes what no client writes, each thing on a connection of its own. Arguments:
 * socket, port. Answers each line of its parent with what became of the cases that it names.
 */
final class HostileProgram {
  /** Long enough for a breach that is going to be noticed; the others are not waited for. */
  private static final int LOOK_MILLIS = 3;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SLOT = 3;
  private static final int[] INTS = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
  private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE};
  private static final int[] ARGS = {0, 8, Integer.MIN_VALUE | 8, -1, Integer.MAX_VALUE};

  private final String path;
  private final String port;

  private int cases;
  private int lost;
  private final List<String> kept = new ArrayList<>();
  private final List<String> lostForNothing = new ArrayList<>();

  private HostileProgram(String path, String port) {
    this.path = path;
    this.port = port;
  }

  public static void main(String[] arguments) {
    Program.limitTime();
    Program.say("ready");
    for (String line = Program.hear(); line != null; line = Program.hear()) {
      HostileProgram program = new HostileProgram(arguments[0], arguments[1]);
      program.run(line);
      Program.say(program);
    }
  }

  @Override
  public String toString() {
    return cases
        + " cases, "
        + lost
        + " lost, kept "
        + kept
        + ", lost for nothing "
        + lostForNothing;
  }

  private void run(String what) {
    switch (what) {
      case "words of an offered slot" -> words(this::offered, HostileProgram::fateOfOffered);
      case "words of a message being answered" -> words(this::busy, HostileProgram::fateOfBusy);
      case "words of an answered slot" -> words(this::answered, (word, now) -> Fate.ANY);
      case "words of a slot never offered" -> words(this::unused, HostileProgram::fateOfUnused);
      case "words of a sender that waits" -> words(this::waiting, HostileProgram::fateOfWaiting);
      case "bells, flags and sets" -> bells();
      case "tickets and headers" -> headers();
      case "wakes for nothing" -> wakes();
      case "anything anywhere" -> anything();
      default -> throw new IllegalArgumentException(what);
    }
  }

  /** What must become of a connection. */
  private enum Fate {
    LOST,
    KEPT,
    ANY
  }

  /** A connection in a state: the table and the slot are what is written to. */
  private record Target(RawConnection connection, RawTable table, int slot) {
    long word() {
      return table.word(slot);
    }
  }

  private interface Scene {
    Target play(RawConnection connection);
  }

  private interface Judge {
    Fate of(long word, long now);
  }

  // ---- the states of a slot

  private Target offered(RawConnection connection) {
    RawTable table = connection.toFilter();
    Wait.until("an offer", () -> RawWord.phase(table.word(SLOT)) == RawWord.OFFERED);
    return new Target(connection, table, SLOT);
  }

  private Target busy(RawConnection connection) {
    Target target = offered(connection);
    deliver(target, '~');
    Wait.until("it is noticed", () -> target.table().getLong(RawTable.ARRIVED) == 0);
    boolean _ = connection.isOver(LOOK_MILLIS);
    return target;
  }

  private Target answered(RawConnection connection) {
    Target target = offered(connection);
    deliver(target, 'x');
    Wait.until("an answer", () -> RawWord.phase(target.word()) == RawWord.REPLIED);
    return target;
  }

  private Target unused(RawConnection connection) {
    return new Target(connection, connection.toService(), SLOT);
  }

  private Target waiting(RawConnection connection) {
    Target target = unused(connection);
    offer(target, 1);
    Wait.until("a sender that waits", () -> (target.word() & RawWord.PARKED) != 0);
    return target;
  }

  private static void offer(Target target, long ticket) {
    RawTable table = target.table();
    table.setTicket(target.slot(), ticket);
    int generation = RawWord.generation(target.word()) + 1;
    table.setWord(target.slot(), RawWord.of(RawWord.OFFERED, generation, 4096));
    table.addBit(RawTable.OFFERED, target.slot());
    table.ring(RawTable.CALLER_BELL);
  }

  private static void deliver(Target target, char first) {
    target.connection().message(target.slot()).set(ValueLayout.JAVA_BYTE, 0, (byte) first);
    target.table().setMessage(target.slot(), 0, 16, 1);
    deliver(target);
  }

  private static void deliver(Target target) {
    int generation = RawWord.generation(target.word());
    RawTable table = target.table();
    table.setWord(
        target.slot(),
        RawWord.of(RawWord.DELIVERED, generation, 8) | RawWord.REPLY_WANTED | RawWord.PARKED);
    table.addBit(RawTable.ARRIVED, target.slot());
    table.ring(RawTable.ARRIVAL_BELL);
  }

  // ---- what must become of it

  private static Fate fateOfOffered(long word, long now) {
    if (RawWord.generation(word) != RawWord.generation(now)) {
      return Fate.LOST;
    }
    int length = RawWord.arg(word) & Integer.MAX_VALUE;
    boolean wantsReply = (word & RawWord.REPLY_WANTED) != 0;
    return switch (RawWord.phase(word)) {
      case RawWord.OFFERED, RawWord.CLAIMED -> Fate.KEPT;
      case RawWord.DELIVERED, RawWord.EXPIRED ->
          length >= 1 && length <= 1 << 20 && wantsReply ? Fate.KEPT : Fate.LOST;
      default -> Fate.LOST;
    };
  }

  /**
   * The host may not have collected it yet: then it is an offered slot still. On a busy machine the
   * answer may be there already.
   */
  private static Fate fateOfBusy(long word, long now) {
    if (RawWord.phase(now) == RawWord.REPLIED) {
      return Fate.ANY;
    }
    boolean own = RawWord.generation(word) == RawWord.generation(now);
    return switch (RawWord.phase(word)) {
      case RawWord.OFFERED, RawWord.CLAIMED, RawWord.DELIVERED, RawWord.EXPIRED ->
          own ? Fate.ANY : Fate.LOST;
      default -> Fate.LOST;
    };
  }

  private static Fate fateOfUnused(long word, long now) {
    return RawWord.phase(word) == RawWord.OFFERED
            && Integer.compareUnsigned(RawWord.arg(word), 16 + (1 << 20)) > 0
        ? Fate.LOST
        : Fate.KEPT;
  }

  private static Fate fateOfWaiting(long word, long now) {
    boolean answer =
        RawWord.phase(word) == RawWord.REPLIED
            && RawWord.generation(word) == RawWord.generation(now);
    return answer || word == now ? Fate.KEPT : Fate.LOST;
  }

  // ---- one case

  private void words(Scene scene, Judge judge) {
    for (int phase = 0; phase < 8; phase++) {
      for (int generation = -1; generation <= 1; generation++) {
        for (int arg : ARGS) {
          for (long parked : new long[] {0, RawWord.PARKED}) {
            int shift = generation;
            int wanted = phase;
            tryWord(
                scene,
                judge,
                now -> RawWord.of(wanted, RawWord.generation(now) + shift, arg) | parked);
          }
        }
      }
    }
    for (long word : LONGS) {
      tryWord(scene, judge, now -> word);
    }
  }

  private interface Forgery {
    long of(long now);
  }

  private void tryWord(Scene scene, Judge judge, Forgery forgery) {
    try (RawConnection connection = RawConnection.to(path, port)) {
      Target target = scene.play(connection);
      long now;
      long word;
      do {
        now = target.word();
        word = forgery.of(now);
      } while (!target.table().casWord(target.slot(), now, word));
      announce(connection, target.slot());
      judge(connection, "0x" + Long.toHexString(word), judge.of(word, now));
    }
  }

  /** Everything that could make the host look at a slot. */
  private static void announce(RawConnection connection, int slot) {
    for (RawTable table : List.of(connection.toService(), connection.toFilter())) {
      table.addBit(RawTable.OFFERED, slot);
      table.addBit(RawTable.ARRIVED, slot);
      table.addBit(RawTable.DONE, slot);
      table.ring(RawTable.CALLER_BELL);
      table.ring(RawTable.ARRIVAL_BELL);
    }
  }

  private void judge(RawConnection connection, String what, Fate fate) {
    cases++;
    boolean over = connection.isOver(fate == Fate.LOST ? PATIENCE_MILLIS : LOOK_MILLIS);
    lost += over ? 1 : 0;
    if (!over && fate == Fate.LOST) {
      kept.add(what);
    }
    if (over && fate == Fate.KEPT) {
      lostForNothing.add(what);
    }
  }

  // ---- everything but the words

  private void bells() {
    for (boolean toFilter : new boolean[] {false, true}) {
      for (int value : INTS) {
        for (long field : new long[] {RawTable.ARRIVAL_BELL, RawTable.CALLER_BELL, RawTable.FLAG}) {
          tryField(toFilter, field + " int " + value, table -> table.setInt(field, value));
        }
      }
      for (long value : LONGS) {
        for (long set : new long[] {RawTable.OFFERED, RawTable.ARRIVED, RawTable.DONE}) {
          tryField(toFilter, set + " set " + value, table -> fill(table, set, value));
        }
      }
    }
  }

  private static void fill(RawTable table, long set, long value) {
    for (long word = set; word < set + 128; word += 8) {
      table.setLong(word, value);
    }
  }

  private interface Writing {
    void to(RawTable table);
  }

  /** With a sender that waits in one direction and a call that works afterwards in the other. */
  private void tryField(boolean toFilter, String what, Writing writing) {
    try (RawConnection connection = RawConnection.to(path, port)) {
      Target sender = waiting(connection);
      writing.to(toFilter ? connection.toFilter() : sender.table());
      connection.toService().ring(RawTable.CALLER_BELL);
      connection.toFilter().ring(RawTable.ARRIVAL_BELL);
      judge(connection, what, Fate.KEPT);
    }
  }

  private void headers() {
    for (long ticket : LONGS) {
      try (RawConnection connection = RawConnection.to(path, port)) {
        offer(unused(connection), ticket);
        Target target = unused(connection);
        Wait.until("a sender that waits", () -> (target.word() & RawWord.PARKED) != 0);
        judge(connection, "ticket " + ticket, Fate.KEPT);
      }
    }
    for (int value : INTS) {
      tryMessage(RawTable.MESSAGE_ID, value, Fate.KEPT);
      tryMessage(RawTable.REPLY_CAPACITY, value, value < 0 ? Fate.LOST : Fate.KEPT);
      tryMessage(RawTable.MESSAGE_FLAGS, value, Fate.KEPT);
      tryReply(RawTable.STATUS, value, 8);
      tryReply(RawTable.COUNT, value, 8);
      tryReply(RawTable.STATUS, 0, value);
    }
  }

  private void tryMessage(long field, int value, Fate fate) {
    try (RawConnection connection = RawConnection.to(path, port)) {
      Target target = offered(connection);
      target.table().setMessage(SLOT, 0, 16, 1);
      target.table().setInt(SLOT, field, value);
      deliver(target);
      judge(connection, "message header " + field + ": " + value, fate);
    }
  }

  private void tryReply(long field, int value, int length) {
    try (RawConnection connection = RawConnection.to(path, port)) {
      Target target = waiting(connection);
      target.table().setInt(SLOT, field, value);
      int generation = RawWord.generation(target.word());
      target.table().setWord(SLOT, RawWord.of(RawWord.REPLIED, generation, length));
      target.table().addBit(RawTable.DONE, SLOT);
      target.table().ring(RawTable.CALLER_BELL);
      judge(connection, "reply header " + field + ": " + value + "/" + length, Fate.KEPT);
    }
  }

  // ---- wakes

  private void wakes() {
    wake("ring", connection -> connection.toFilter(), RawTable.ARRIVAL_BELL, true, false);
    wake("ring", connection -> connection.toService(), RawTable.CALLER_BELL, true, false);
    wake("futex only", connection -> connection.toFilter(), RawTable.ARRIVAL_BELL, false, false);
    wake("bits", connection -> connection.toFilter(), RawTable.ARRIVAL_BELL, true, true);
  }

  private interface Side {
    RawTable of(RawConnection connection);
  }

  private void wake(String what, Side side, long bell, boolean ring, boolean bits) {
    try (RawConnection connection = RawConnection.to(path, port)) {
      Target target = waiting(connection);
      RawTable table = side.of(connection);
      long end = System.nanoTime() + 1_000_000L * PATIENCE_MILLIS;
      while (!connection.isOver(0) && System.nanoTime() < end) {
        if (bits) {
          table.addBit(RawTable.ARRIVED, target.slot());
        }
        if (ring) {
          table.ring(bell);
        } else {
          table.wake(bell);
        }
      }
      judge(connection, what + " at " + bell, Fate.LOST);
    }
  }

  // ---- everything

  private void anything() {
    Random random = new Random(4711);
    long end = System.nanoTime() + 3_000_000_000L;
    while (System.nanoTime() < end) {
      try (RawConnection connection = RawConnection.to(path, port)) {
        boolean over = false;
        for (int i = 0; i < 2_000 && !over; i++) {
          write(connection, random);
          over = i % 20 == 0 && connection.isOver(0);
        }
        judge(connection, "anything", Fate.ANY);
      }
    }
  }

  private static final long[] BELLS_AND_FLAG = {
    RawTable.ARRIVAL_BELL, RawTable.CALLER_BELL, RawTable.FLAG
  };

  private static void write(RawConnection connection, Random random) {
    RawTable table = random.nextBoolean() ? connection.toService() : connection.toFilter();
    int slot = random.nextInt(8);
    long now = table.word(slot);
    int generation = RawWord.generation(now) + (random.nextInt(20) == 0 ? 1 : 0);
    switch (random.nextInt(6)) {
      case 0 -> table.setLong(8L * random.nextInt(65), random.nextLong());
      case 1 -> table.setInt(BELLS_AND_FLAG[random.nextInt(3)], INTS[random.nextInt(INTS.length)]);
      case 2 -> table.setTicket(slot, random.nextLong());
      case 3 -> table.setMessage(slot, random.nextLong(), random.nextInt(), random.nextInt());
      default ->
          table.setWord(slot, RawWord.of(random.nextInt(8), generation, ARGS[random.nextInt(3)]));
    }
    announce(connection, slot);
  }
}

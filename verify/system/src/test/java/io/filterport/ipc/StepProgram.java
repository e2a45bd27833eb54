package io.filterport.ipc;

import io.filterport.verify.system.Program;
import io.filterport.verify.system.Wait;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A client that does the protocol one write to shared memory (or one system call) at a time, and
 * stands still for ever after the step it is told. Arguments: socket, port, role, number of the
 * step. Without that step it goes to the end and tells every step's name.
 */
final class StepProgram {
  /** Gets one message and answers it. */
  static final String GETTER = "getter";

  /** Sends one message and takes the answer. */
  static final String CALLER = "caller";

  /** The same, with a message that the host's callback holds. */
  static final String HOLDER = "holder";

  private static final int SLOT = 3;
  private static final int CAPACITY = 16 + (1 << 20);

  private final String path;
  private final String port;
  private final int last;
  private int step;
  private RawConnection connection;

  private StepProgram(String path, String port, int last) {
    this.path = path;
    this.port = port;
    this.last = last;
  }

  public static void main(String[] arguments) {
    Program.limitTime();
    StepProgram program =
        new StepProgram(arguments[0], arguments[1], Integer.parseInt(arguments[3]));
    warmUp();
    Program.say("ready");
    Program.hear();
    program.connect();
    if (arguments[2].equals(GETTER)) {
      program.get();
    } else {
      program.call(arguments[2].equals(HOLDER) ? '!' : 'w');
    }
    Program.say("end");
    Program.hear();
  }

  /** Classes are loaded before anything is timed. */
  private static void warmUp() {
    RawTable table = new RawTable(MemorySegment.ofArray(new long[4096]), 0);
    table.addBit(RawTable.OFFERED, 1);
    table.setWord(0, RawWord.of(1, 2, 3));
    boolean _ = table.casWord(0, 1, 2) || table.clearMark(RawTable.CALLER_BELL);
  }

  private void step(String name) {
    Program.say(name);
    if (++step == last) {
      Program.say("still");
      while (Program.hear() != null) {
        Program.say("still");
      }
    }
  }

  private void connect() {
    connection = new RawConnection(path);
    step("knock");
    connection.send(RawConnection.connect(port));
    step("connect sent");
    RawConnection.Answer answer = connection.answer();
    step("answer received");
    connection.map(answer);
    step("memory mapped");
  }

  private void get() {
    RawTable table = connection.toService();
    Wait.until("a sender", connection::hungry);
    int generation = RawWord.generation(table.word(SLOT)) + 1;
    table.setTicket(SLOT, 1);
    step("ticket");
    table.setWord(SLOT, RawWord.of(RawWord.OFFERED, generation, CAPACITY));
    step("offered word");
    table.addBit(RawTable.OFFERED, SLOT);
    step("offered bit");
    ring(table, RawTable.CALLER_BELL, "offer");
    Wait.until("a parked sender", () -> (table.word(SLOT) & RawWord.PARKED) != 0);
    long _ = table.drain(RawTable.ARRIVED);
    step("arrived drained");
    connection.reply(SLOT).set(ValueLayout.JAVA_LONG, 0, 0x0807060504030201L);
    step("reply bytes");
    table.setInt(SLOT, RawTable.STATUS, 0);
    table.setInt(SLOT, RawTable.COUNT, 0);
    step("reply header");
    long delivered = table.word(SLOT);
    if (!table.casWord(SLOT, delivered, RawWord.of(RawWord.REPLIED, generation, 8))) {
      throw new IllegalStateException("expired: " + Long.toHexString(table.word(SLOT)));
    }
    step("replied word");
    table.addBit(RawTable.DONE, SLOT);
    step("done bit");
    ring(table, RawTable.CALLER_BELL, "done");
    Wait.until("the reply is consumed", () -> RawWord.phase(table.word(SLOT)) == RawWord.FREE);
    step("reply consumed");
  }

  private void call(char first) {
    RawTable table = connection.toFilter();
    Wait.until("an offer", () -> RawWord.phase(table.word(SLOT)) == RawWord.OFFERED);
    long offer = table.word(SLOT);
    int generation = RawWord.generation(offer);
    long claimed = RawWord.of(RawWord.CLAIMED, generation, 0);
    require(table.casWord(SLOT, offer, claimed));
    step("claimed word");
    connection.message(SLOT).set(ValueLayout.JAVA_LONG, 0, 0x7777777777777700L | first);
    step("message bytes");
    table.setMessage(SLOT, 1, 16, 1);
    step("message header");
    long delivered = RawWord.of(RawWord.DELIVERED, generation, 8) | RawWord.REPLY_WANTED;
    require(table.casWord(SLOT, claimed, delivered));
    step("delivered word");
    table.addBit(RawTable.ARRIVED, SLOT);
    step("arrived bit");
    ring(table, RawTable.ARRIVAL_BELL, "arrival");
    boolean parked = table.casWord(SLOT, delivered, delivered | RawWord.PARKED);
    step(parked ? "parked word" : "not parked: answered already");
    Wait.until("the answer", () -> RawWord.phase(table.word(SLOT)) == RawWord.REPLIED);
    step("answer seen");
    table.setWord(SLOT, RawWord.of(RawWord.FREE, generation, 0));
    step("free word");
    if (connection.starved()) {
      table.addBit(RawTable.ARRIVED, SLOT);
      table.ring(RawTable.ARRIVAL_BELL);
    }
    step("freed told");
  }

  private void ring(RawTable table, long bell, String what) {
    boolean slept = table.clearMark(bell);
    step(what + (slept ? " bell cleared" : " bell: nobody sleeps"));
    if (slept) {
      table.wake(bell);
    }
    step(what + " bell woken");
  }

  private static void require(boolean won) {
    if (!won) {
      throw new IllegalStateException("the host changed a word that it may not change");
    }
  }
}

package io.filterport.verify.conformance.history;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The sequential port between two steps. Whoever makes a copy changes it before others see it. */
final class PortState {
  /** How far a call is. */
  enum Phase {
    ABSENT,
    STARTED,
    /** Started when the handle was closed already. */
    BARRED,

    /** A sender waits for a getter. */
    IN_LINE,
    /** A sender waits for its reply; the partner is the getter that has the message. */
    WAITING,
    /** The same, and a reply has its id that will come too late. */
    HELD,
    /** A sender and a getter met, and the end came before the message. */
    BROKEN,
    /** A getter waits for a message. */
    OPEN,
    /** A reply has an id and will come too late; the partner is the sender. */
    LATE,
    /** A cancel of all has cancelled something. */
    CANCELLING,

    /** An end on its way. */
    BEGUN,
    SENDERS_SHUT,
    CALLBACKS_SHUT,
    GETTERS_SHUT,
    GETTERS_ENDED,

    OVER,
    ENDED
  }

  private static final int NOBODY = -1;

  private final Phase[] phases;
  private final int[] partners;

  /** Outstanding getters, oldest first; the first of them are known to the senders' side. */
  private int[] getters;

  private int listed;

  /** Getters that became known, and for whom the head of the line was not tried yet. */
  int attempts;

  /** Those at the head of the line are being served, as long as they fit. */
  boolean serving;

  /** Senders without a getter, in the order of their arrival. */
  private int[] line;

  private long lastId;

  boolean handleClosed;

  /** Getters end, new ones are refused, replies find nobody. */
  boolean serviceShut;

  /** Senders end, new ones are refused. */
  boolean sendersShut;

  /** No callback answers any more. */
  boolean callbacksShut;

  PortState(int operations, long lastId) {
    phases = new Phase[operations];
    Arrays.fill(phases, Phase.ABSENT);
    partners = new int[operations];
    Arrays.fill(partners, NOBODY);
    getters = new int[0];
    line = new int[0];
    this.lastId = lastId;
  }

  private PortState(PortState from) {
    phases = from.phases.clone();
    partners = from.partners.clone();
    getters = from.getters;
    listed = from.listed;
    attempts = from.attempts;
    serving = from.serving;
    line = from.line;
    lastId = from.lastId;
    handleClosed = from.handleClosed;
    serviceShut = from.serviceShut;
    sendersShut = from.sendersShut;
    callbacksShut = from.callbacksShut;
  }

  PortState copy() {
    return new PortState(this);
  }

  long lastId() {
    return lastId;
  }

  long nextId() {
    return ++lastId;
  }

  // ---- calls

  Phase phase(int operation) {
    return phases[operation];
  }

  boolean is(int operation, Phase phase) {
    return phases[operation] == phase;
  }

  int partner(int operation) {
    return partners[operation];
  }

  PortState set(int operation, Phase phase) {
    return set(operation, phase, NOBODY);
  }

  PortState set(int operation, Phase phase, int partner) {
    phases[operation] = phase;
    partners[operation] = partner;
    return this;
  }

  // ---- getters

  void open(int getter) {
    getters = with(getters, getter);
    set(getter, Phase.OPEN);
  }

  /** The getter leaves; what becomes of it is for the caller to say. */
  void leave(int getter) {
    int at = indexOf(getters, getter);
    getters = without(getters, at);
    listed -= at < listed ? 1 : 0;
  }

  int unlisted() {
    return getters.length - listed;
  }

  void list(int more) {
    listed += more;
    attempts += more;
  }

  void listAll() {
    listed = getters.length;
  }

  /** {@return the oldest listed getter that passes, or -1} */
  int oldest(IntPredicate passes) {
    for (int i = 0; i < listed; i++) {
      if (passes.test(getters[i])) {
        return getters[i];
      }
    }
    return NOBODY;
  }

  int[] getters() {
    return getters;
  }

  // ---- the line

  int[] line() {
    return line;
  }

  void stand(int sender) {
    line = with(line, sender);
    set(sender, Phase.IN_LINE);
  }

  /** The sender leaves; what becomes of it is for the caller to say. */
  void leaveLine(int sender) {
    line = without(line, indexOf(line, sender));
  }

  boolean isAtWork() {
    return attempts > 0 || serving;
  }

  /** With nobody in line it makes no difference who is listed: the next sender lists everybody. */
  PortState settled() {
    if (line.length == 0) {
      listed = 0;
      attempts = 0;
      serving = false;
    }
    return this;
  }

  private static int[] with(int[] list, int more) {
    int[] longer = Arrays.copyOf(list, list.length + 1);
    longer[list.length] = more;
    return longer;
  }

  private static int[] without(int[] list, int at) {
    int[] shorter = new int[list.length - 1];
    System.arraycopy(list, 0, shorter, 0, at);
    System.arraycopy(list, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  private static int indexOf(int[] list, int wanted) {
    int at = 0;
    while (list[at] != wanted) {
      at++;
    }
    return at;
  }

  // ---- equality

  private int flags() {
    return (handleClosed ? 1 : 0)
        | (serviceShut ? 2 : 0)
        | (sendersShut ? 4 : 0)
        | (callbacksShut ? 8 : 0)
        | (serving ? 16 : 0)
        | attempts << 5;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortState that
        && flags() == that.flags()
        && listed == that.listed
        && lastId == that.lastId
        && Arrays.equals(phases, that.phases)
        && Arrays.equals(partners, that.partners)
        && Arrays.equals(getters, that.getters)
        && Arrays.equals(line, that.line);
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(phases);
    hash = 31 * hash + Arrays.hashCode(partners);
    hash = 31 * hash + Arrays.hashCode(getters);
    hash = 31 * hash + Arrays.hashCode(line);
    return 31 * (31 * hash + flags()) + listed;
  }

  @Override
  public String toString() {
    return "getters "
        + Arrays.toString(getters)
        + " ("
        + listed
        + " listed), line "
        + Arrays.toString(line)
        + ", last id "
        + lastId
        + ", phases "
        + Arrays.toString(phases)
        + (handleClosed ? ", handle closed" : "")
        + (serviceShut ? ", service shut" : "")
        + (sendersShut ? ", senders shut" : "")
        + (callbacksShut ? ", callbacks shut" : "");
  }
}

package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** INV-09: the host is called by a client that writes any word at any moment. */
class HostileCallerTest {
  private static final int GENERATION = 1;
  private static final int CAPACITY = 100;
  private static final int REPLY_CAPACITY = 8;
  private static final long DELIVERED = SlotWord.delivered(GENERATION, 4, true);

  private final List<RecordingGetter> getters = new ArrayList<>();

  private RecordingGetter offer(CalleeHalf callee) {
    return offer(callee, false);
  }

  private RecordingGetter offer(CalleeHalf callee, boolean inPlace) {
    RecordingGetter getter = new RecordingGetter(CalleeHalf.HEADER + CAPACITY, inPlace);
    assertThat(callee.offer(getter)).isTrue();
    getters.add(getter);
    return getter;
  }

  private static void arrive(HostileTable hostile, CalleeHalf callee, long word) {
    hostile.write(word);
    hostile.table.arrived.add(0);
    callee.service();
  }

  /** A message was delivered and collected: its id is 1. */
  private CalleeHalf withMessage(HostileTable hostile) {
    return withMessage(hostile, false);
  }

  private CalleeHalf withMessage(HostileTable hostile, boolean inPlace) {
    CalleeHalf callee = hostile.callee();
    hostile.table.writeMessage(0, 77, REPLY_CAPACITY, 0);
    RecordingGetter getter = offer(callee, inPlace);
    arrive(hostile, callee, DELIVERED);
    assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(getter.delivery.id()).isEqualTo(1);
    return callee;
  }

  private static ReplyOutcome reply(CalleeHalf callee) {
    return callee.reply(1, 0, 0, Buffers.allocate(4), 0, 4);
  }

  private static boolean isOwn(long word) {
    return SlotWord.generation(word) == GENERATION;
  }

  @Test
  @DisplayName("INV-09: in an offered slot a word is a message that fits, nothing yet, or the end")
  void offered() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = hostile.callee();
      RecordingGetter getter = offer(callee);
      arrive(hostile, callee, word);
      NtStatus end = expectedEnd(word);
      assertThat(getter.ends).as(name(word)).isEqualTo(end == null ? List.of() : List.of(end));
      assertThat(hostile.isBreached())
          .as(name(word))
          .isEqualTo(NtStatus.PORT_DISCONNECTED.equals(end));
      assertThat(getter.payload.length).isLessThanOrEqualTo(CAPACITY);
    }
  }

  private static NtStatus expectedEnd(long word) {
    if (!isOwn(word)) {
      return NtStatus.PORT_DISCONNECTED;
    }
    return switch (SlotWord.phase(word)) {
      case SlotWord.OFFERED, SlotWord.CLAIMED -> null;
      case SlotWord.TOO_SMALL -> NtStatus.BUFFER_TOO_SMALL;
      case SlotWord.DELIVERED, SlotWord.EXPIRED ->
          SlotWord.length(word) > 0
                  && SlotWord.length(word) <= CAPACITY
                  && SlotWord.replyWanted(word)
              ? NtStatus.SUCCESS
              : NtStatus.PORT_DISCONNECTED;
      default -> NtStatus.PORT_DISCONNECTED;
    };
  }

  @Test
  @DisplayName("GET-20: a getter behind a foreign word was never completed, its thread hung")
  void closedOverAnyWord() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = hostile.callee();
      RecordingGetter getter = offer(callee);
      hostile.write(word);
      callee.close();
      assertThat(getter.ends).as(name(word)).hasSize(1);
      callee.collect(getter);
      callee.close();
      assertThat(getter.ends).as(name(word)).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "GET-20: a getter whose closed slot the caller made an offer again was never completed")
  void offeredAgainByTheCaller() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = hostile.callee();
    RecordingGetter first = offer(callee);
    RecordingGetter second = offer(callee);
    long offered = hostile.table.word(second.slot);
    hostile.write(DELIVERED);
    int slot = second.slot;
    hostile.messages.whenTouched = () -> hostile.table.setWord(slot, offered);
    callee.close();
    assertThat(first.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(second.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("INV-09: a length near 2^31 overflowed the check, and killed the collecting thread")
  void lengthNearOverflow() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = hostile.callee();
    RecordingGetter getter = offer(callee);
    arrive(hostile, callee, SlotWord.delivered(GENERATION, Integer.MAX_VALUE, true));
    assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(hostile.breaches).singleElement().asString().contains("2147483647 bytes");
  }

  @Test
  @DisplayName("INV-09: the numbers of a message are checked: a negative reply capacity ends it")
  void negativeReplyCapacity() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = hostile.callee();
    hostile.table.writeMessage(0, 1, -1, 0);
    RecordingGetter getter = offer(callee);
    arrive(hostile, callee, DELIVERED);
    assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(hostile.isBreached()).isTrue();
  }

  @Test
  @DisplayName("INV-09: a call that wants no reply was answered by its client's number: another's")
  void wantsNoReply() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = withMessage(hostile);
    RecordingGetter second = offer(callee);
    hostile.table.writeMessage(second.slot, 1, REPLY_CAPACITY, 0);
    hostile.table.setWord(second.slot, SlotWord.delivered(GENERATION, 4, false));
    callee.collect(second);
    assertThat(second.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(hostile.breaches).singleElement().asString().startsWith("a slot whose client");
  }

  @Test
  @DisplayName("RPL-04, INV-09: a reply to a message whose word was changed")
  void answering() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = withMessage(hostile);
      hostile.write(word);
      boolean expired = SlotWord.phase(word) == SlotWord.EXPIRED && isOwn(word);
      assertReply(hostile, callee, word, expired);
    }
  }

  @Test
  @DisplayName("RPL-04, INV-09: a word that is changed while the reply is written")
  void whileAnswering() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = withMessage(hostile);
      hostile.replies.whenTouched = () -> hostile.write(word);
      boolean expired = SlotWord.phase(word) == SlotWord.EXPIRED && isOwn(word);
      assertReply(hostile, callee, word, expired);
    }
  }

  private static void assertReply(
      HostileTable hostile, CalleeHalf callee, long word, boolean expired) {
    boolean delivered = SlotWord.phase(word) == SlotWord.DELIVERED && isOwn(word);
    assertThat(reply(callee))
        .as(name(word))
        .isEqualTo(delivered ? ReplyOutcome.ACCEPTED : ReplyOutcome.NO_WAITER);
    assertThat(hostile.isBreached()).as(name(word)).isEqualTo(!delivered && !expired);
    assertThat(reply(callee)).as(name(word)).isEqualTo(ReplyOutcome.NO_WAITER);
    if (delivered) {
      assertThat(hostile.table.word(0)).isEqualTo(SlotWord.of(SlotWord.REPLIED, GENERATION, 4));
    }
  }

  @Test
  @DisplayName("INV-09: a replied slot is offered again only when its caller has freed it")
  void replied() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = withMessage(hostile);
      assertThat(reply(callee)).isEqualTo(ReplyOutcome.ACCEPTED);
      hostile.write(word);
      for (int i = 0; i < 63; i++) {
        offer(callee);
      }
      assertThat(offer(callee).slot >= 0)
          .as(name(word))
          .isEqualTo(SlotWord.phase(word) == SlotWord.FREE);
      callee.close();
    }
  }

  @Test
  @DisplayName("INV-09: an unanswered slot is offered again only when its caller has left")
  void unanswered() {
    for (long word : Words.around(GENERATION)) {
      HostileTable hostile = new HostileTable();
      CalleeHalf callee = withMessage(hostile);
      hostile.write(word);
      for (int i = 0; i < 63; i++) {
        offer(callee);
      }
      boolean expired = SlotWord.phase(word) == SlotWord.EXPIRED && isOwn(word);
      RecordingGetter last = offer(callee);
      assertThat(last.slot >= 0).as(name(word)).isEqualTo(expired);
      boolean delivered = SlotWord.phase(word) == SlotWord.DELIVERED && isOwn(word);
      assertThat(reply(callee) == ReplyOutcome.ACCEPTED).as(name(word)).isEqualTo(delivered);
      callee.close();
    }
  }

  @Test
  @DisplayName("INV-09: an expired slot was offered again while a callback read its message there")
  void expiredInPlace() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = withMessage(hostile, true);
    hostile.write(SlotWord.expired(DELIVERED));
    for (int i = 0; i < 63; i++) {
      offer(callee);
    }
    RecordingGetter last = offer(callee);
    assertThat(last.slot).as("no slot").isNegative();
    assertThat(callee.replyInPlace(1, 0, 0, 4)).isEqualTo(ReplyOutcome.NO_WAITER);
    assertThat(last.slot).isZero();
    assertThat(hostile.isBreached()).isFalse();
  }

  @Test
  @DisplayName("INV-09: a slot freed while its reply is written is not offered again")
  void freedDuringReply() {
    HostileTable hostile = new HostileTable();
    CalleeHalf callee = withMessage(hostile);
    hostile.replies.whenTouched = () -> hostile.write(SlotWord.of(SlotWord.FREE, GENERATION, 0));
    assertThat(reply(callee)).isEqualTo(ReplyOutcome.NO_WAITER);
    for (int i = 0; i < 64; i++) {
      offer(callee);
    }
    assertThat(getters.stream().skip(1).map(getter -> getter.slot).filter(slot -> slot >= 0))
        .doesNotHaveDuplicates();
  }

  private static String name(long word) {
    return "word 0x" + Long.toHexString(word);
  }
}

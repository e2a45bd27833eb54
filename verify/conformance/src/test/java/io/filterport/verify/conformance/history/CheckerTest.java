package io.filterport.verify.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.filter.SendResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checker: what it must accept, and what it must refuse for one reason. */
class CheckerTest {
  private final Timeline line = new Timeline();

  /** A getter, a message that it has, and a sender that waits for the reply with id 1. */
  private Entry question(Timeline line) {
    Entry getter = line.post(64);
    Entry sender = line.askBriefly(8);
    line.received(getter, sender, 1);
    return sender;
  }

  @Nested
  @DisplayName("accepted")
  class Accepted {
    @AfterEach
    void check() {
      assertThat(line.isPossible()).isTrue();
    }

    @Test
    @DisplayName("a message, a reply, and a second reply that finds nobody")
    void roundTrip() {
      Entry sender = question(line);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.SUCCESS);
      line.answered(sender, reply);
      line.replied(line.reply(1), NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }

    @Test
    @DisplayName("two senders that nobody saw waiting, in either order")
    void eitherOrder() {
      Entry first = line.tell(8);
      Entry second = line.tell(8);
      Entry getter = line.post(64);
      line.received(getter, second, 0);
      line.delivered(second);
      Entry other = line.post(64);
      line.received(other, first, 0);
      line.delivered(first);
    }

    @Test
    @DisplayName("two sends at once, in either order")
    void sendsAtOnce() {
      Entry older = line.post(64);
      Entry younger = line.post(64);
      Entry one = line.poll(8);
      Entry two = line.poll(8);
      line.delivered(one);
      line.delivered(two);
      line.received(younger, one, 0);
      line.received(older, two, 0);
    }

    @Test
    @DisplayName("a timeout after the delivery, and the reply too late")
    void late() {
      Entry sender = question(line);
      Entry reply = line.reply(1);
      line.unanswered(sender);
      line.replied(reply, NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }

    @Test
    @DisplayName("two replies at once that are both too late")
    void bothLate() {
      Entry sender = question(line);
      Entry one = line.reply(1);
      line.replied(line.reply(1), NtStatus.FLT_NO_WAITER_FOR_REPLY);
      line.unanswered(sender);
      line.replied(one, NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }

    @Test
    @DisplayName("a reply to the next id before anybody can know it")
    void guessed() {
      Entry getter = line.post(64);
      Entry sender = line.ask(8);
      line.seen(sender);
      line.replied(line.reply(1), NtStatus.FLT_NO_WAITER_FOR_REPLY);
      line.received(getter, sender, 1);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.SUCCESS);
      line.answered(sender, reply);
    }

    @Test
    @DisplayName("a message overtakes one that fits nowhere")
    void overtakes() {
      Entry one = line.post(24);
      Entry two = line.post(24);
      Entry large = line.tell(60);
      line.seen(large);
      line.failed(one, NtStatus.BUFFER_TOO_SMALL, 76);
      Entry small = line.tell(8);
      line.delivered(small);
      line.received(two, small, 0);
      Entry three = line.post(76);
      line.received(three, large, 0);
      line.delivered(large);
    }

    @Test
    @DisplayName("two getters become known together, and the smaller one stays")
    void knownTogether() {
      Entry sender = line.tell(60);
      line.seen(sender);
      Entry small = line.post(24);
      Entry large = line.post(76);
      line.received(large, sender, 0);
      line.delivered(sender);
      line.cancel(small, true);
      line.failed(small, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("a cancel of all misses a getter that comes meanwhile, and another cancel gets it")
    void cancelsAtOnce() {
      Entry one = line.post(64);
      Entry all = line.begin(new Call.CancelAll());
      Entry two = line.post(64);
      line.failed(one, NtStatus.CANCELLED, 0);
      line.end(all, new Result.Cancelled(true));
      line.cancelAll(true);
      line.failed(two, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("a sender and a getter that met are both told of the end")
    void broken() {
      Entry getter = line.post(64);
      Entry sender = line.tell(8);
      line.cancel(getter, false);
      line.closeHandle();
      line.failed(getter, NtStatus.PORT_DISCONNECTED, 0);
      line.disconnected(sender);
    }

    @Test
    @DisplayName("a get is refused when the filter has closed, and its handle is still open")
    void refusedGet() {
      line.closePort();
      line.refused(line.begin(new Call.Get(64, true)), NtStatus.PORT_DISCONNECTED);
      line.closeHandle();
      line.refused(line.begin(new Call.Get(64, true)), NtStatus.INVALID_HANDLE);
    }

    @Test
    @DisplayName("a close meanwhile: the older getter is ended, the younger one has the message")
    void closesMeanwhile() {
      Entry older = line.post(64);
      Entry younger = line.post(64);
      Entry close = line.begin(new Call.CloseHandle());
      Entry sender = line.poll(8);
      line.delivered(sender);
      line.end(close, new Result.Done());
      line.failed(older, NtStatus.PORT_DISCONNECTED, 0);
      line.received(younger, sender, 0);
    }
  }

  @Nested
  @DisplayName("refused")
  class Refused {
    @AfterEach
    void check() {
      assertThat(line.isPossible()).isFalse();
    }

    @Test
    @DisplayName("a reply reaches the sender of another message (KSM-34)")
    void wrongSender() {
      Entry one = line.post(64);
      Entry two = line.post(64);
      Entry first = line.askBriefly(8);
      line.received(one, first, 1);
      Entry second = line.ask(8);
      line.received(two, second, 2);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.SUCCESS);
      line.answered(second, reply);
      line.unanswered(first);
    }

    @Test
    @DisplayName("two getters have one message (KSM-22)")
    void twice() {
      Entry one = line.post(64);
      Entry two = line.post(64);
      Entry sender = line.poll(8);
      line.delivered(sender);
      line.received(one, sender, 0);
      line.received(two, sender, 0);
    }

    @Test
    @DisplayName("a timeout although the reply was accepted (KSM-45)")
    void timeoutAndReply() {
      Entry sender = question(line);
      line.replied(line.reply(1), NtStatus.SUCCESS);
      line.unanswered(sender);
    }

    @Test
    @DisplayName("nobody waited although the sender has the reply (KSM-45)")
    void replyAndNobody() {
      Entry sender = question(line);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.FLT_NO_WAITER_FOR_REPLY);
      line.answered(sender, reply);
    }

    @Test
    @DisplayName("nobody waits for a message that was just received (KSM-28)")
    void nobodyYet() {
      Entry sender = question(line);
      line.replied(line.reply(1), NtStatus.FLT_NO_WAITER_FOR_REPLY);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.SUCCESS);
      line.answered(sender, reply);
    }

    @Test
    @DisplayName("an id is answered twice (INV-04)")
    void answeredTwice() {
      Entry sender = question(line);
      Entry reply = line.reply(1);
      line.replied(reply, NtStatus.SUCCESS);
      line.replied(line.reply(1), NtStatus.SUCCESS);
      line.answered(sender, reply);
    }

    @Test
    @DisplayName("the younger getter is served first (KSM-16)")
    void youngerFirst() {
      Entry older = line.post(64);
      Entry younger = line.post(64);
      Entry first = line.poll(8);
      line.delivered(first);
      Entry second = line.poll(8);
      line.delivered(second);
      line.received(younger, first, 0);
      line.received(older, second, 0);
    }

    @Test
    @DisplayName("a sender that was seen waiting is served after a later one (KSM-20)")
    void laterSenderFirst() {
      Entry first = line.tell(8);
      line.seen(first);
      Entry second = line.tell(8);
      Entry getter = line.post(64);
      line.received(getter, second, 0);
      line.delivered(second);
      Entry other = line.post(64);
      line.received(other, first, 0);
      line.delivered(first);
    }

    @Test
    @DisplayName("a message is delivered without a getter (KSM-12)")
    void buffered() {
      line.delivered(line.poll(8));
    }

    @Test
    @DisplayName("a message waits for a getter after its send has returned (KSM-12)")
    void bufferedForLater() {
      Entry sender = line.tell(8);
      line.delivered(sender);
      line.received(line.post(64), sender, 0);
    }

    @Test
    @DisplayName("a message comes after its sender has given up (KSM-43)")
    void afterTimeout() {
      Entry sender = line.tellBriefly(8);
      line.timedOut(sender);
      line.received(line.post(64), sender, 0);
    }

    @Test
    @DisplayName("a poll times out beside a getter that fits (KSM-39)")
    void pollBesideGetter() {
      Entry getter = line.post(64);
      line.timedOut(line.poll(8));
      line.cancel(getter, true);
      line.failed(getter, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("a send without a timeout times out (KSM-36)")
    void endlessTimeout() {
      line.timedOut(line.tell(8));
    }

    @Test
    @DisplayName("a getter is too small although another one fits (KSM-17)")
    void tooSmallBesideFitting() {
      Entry small = line.post(20);
      Entry large = line.post(64);
      Entry sender = line.poll(8);
      line.delivered(sender);
      line.failed(small, NtStatus.BUFFER_TOO_SMALL, 24);
      line.received(large, sender, 0);
    }

    @Test
    @DisplayName("the younger of two that are too small is told (KSM-17)")
    void youngerTooSmall() {
      Entry older = line.post(20);
      Entry younger = line.post(20);
      line.timedOut(line.poll(8));
      line.failed(younger, NtStatus.BUFFER_TOO_SMALL, 24);
      line.cancel(older, true);
      line.failed(older, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("one message fails two getters that were there before it (KSM-18)")
    void twoTooSmall() {
      Entry older = line.post(20);
      Entry younger = line.post(20);
      line.timedOut(line.poll(8));
      line.failed(older, NtStatus.BUFFER_TOO_SMALL, 24);
      line.failed(younger, NtStatus.BUFFER_TOO_SMALL, 24);
    }

    @Test
    @DisplayName("a getter that is too small is told a wrong size (GET-16)")
    void wrongSize() {
      Entry small = line.post(20);
      line.timedOut(line.poll(8));
      line.failed(small, NtStatus.BUFFER_TOO_SMALL, 25);
    }

    @Test
    @DisplayName("a get that was cancelled has a message all the same (GET-31)")
    void lostCancel() {
      Entry getter = line.post(64);
      Entry sender = line.tell(8);
      line.cancel(getter, true);
      line.received(getter, sender, 0);
      line.delivered(sender);
    }

    @Test
    @DisplayName("a cancel finds nothing although the get is outstanding (GET-30)")
    void cancelFindsNothing() {
      Entry getter = line.post(64);
      line.cancel(getter, false);
      line.cancel(getter, true);
      line.failed(getter, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("one get is cancelled twice (GET-29)")
    void cancelledTwice() {
      Entry getter = line.post(64);
      line.cancel(getter, true);
      line.cancelAll(true);
      line.failed(getter, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("a cancel of all leaves a get outstanding (GET-29)")
    void cancelLeavesOne() {
      Entry one = line.post(64);
      Entry two = line.post(64);
      line.cancelAll(true);
      Entry sender = line.poll(8);
      line.delivered(sender);
      line.received(two, sender, 0);
      line.failed(one, NtStatus.CANCELLED, 0);
    }

    @Test
    @DisplayName("a get that was complete is outstanding again (GET-20)")
    void completeAndPending() {
      Entry getter = line.post(64);
      line.cancel(getter, true);
      line.failed(getter, NtStatus.CANCELLED, 0);
      line.look(getter, true);
      line.look(getter, false);
    }

    @Test
    @DisplayName("two messages have one id (KSM-27)")
    void oneIdForTwo() {
      Entry one = line.post(64);
      Entry two = line.post(64);
      Entry first = line.askBriefly(8);
      line.received(one, first, 1);
      line.unanswered(first);
      Entry second = line.askBriefly(8);
      line.received(two, second, 1);
      line.unanswered(second);
    }

    @Test
    @DisplayName("a timeout has touched the reply buffer (KSM-46)")
    void touched() {
      Entry sender = question(line);
      line.end(
          sender,
          new Result.Sent(Outcome.TIMEOUT_NO_REPLY, NtStatus.TIMEOUT.value(), 0, new byte[8], 1));
    }

    @Test
    @DisplayName("a message is delivered after the filter's close (KSM-15)")
    void sentAfterClose() {
      Entry getter = line.post(64);
      line.closePort();
      Entry sender = line.poll(8);
      line.delivered(sender);
      line.received(getter, sender, 0);
    }

    @Test
    @DisplayName("a sender in line gets a message through after the filter's close (KSM-48)")
    void servedAfterClose() {
      Entry sender = line.tell(8);
      line.seen(sender);
      line.closePort();
      Entry getter = line.post(64);
      line.received(getter, sender, 0);
      line.delivered(sender);
    }

    @Test
    @DisplayName("a reply was accepted, and its sender is told of the end (KSM-29)")
    void replyDropped() {
      Entry getter = line.post(64);
      Entry sender = line.ask(8);
      line.received(getter, sender, 1);
      line.replied(line.reply(1), NtStatus.SUCCESS);
      line.closePort();
      line.disconnected(sender);
    }

    @Test
    @DisplayName("a get is accepted after the close of the handle (GET-04)")
    void postedAfterClose() {
      line.closeHandle();
      Entry getter = line.post(64);
      line.failed(getter, NtStatus.PORT_DISCONNECTED, 0);
    }

    @Test
    @DisplayName("a question is answered after the close of the handle (USM-06)")
    void askedAfterClose() {
      line.closeHandle();
      line.end(
          line.begin(new Call.Ask(new byte[] {1})),
          new Result.Asked(NtStatus.SUCCESS.value(), new byte[] {2}));
    }

    @Test
    @DisplayName("a get is refused although nobody has closed (GET-03)")
    void refusedForNothing() {
      line.refused(line.begin(new Call.Get(64, true)), NtStatus.PORT_DISCONNECTED);
    }

    @Test
    @DisplayName("a get is told of an end that did not come (GET-19)")
    void noEnd() {
      line.failed(line.post(64), NtStatus.PORT_DISCONNECTED, 0);
    }

    @Test
    @DisplayName("a sender is told of an end that did not come (KSM-48)")
    void noEndForSender() {
      line.disconnected(line.tell(8));
    }
  }

  @Test
  @DisplayName(
      "between processes the other side hears of an end later, in one JVM at once (HND-06, HND-07)")
  void laterBetweenProcesses() {
    line.closeHandle();
    line.timedOut(line.poll(8));
    assertThat(line.isPossible(false)).isTrue();
    assertThat(line.isPossible(true)).isFalse();
  }
}

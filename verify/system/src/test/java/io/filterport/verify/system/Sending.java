package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A send under way, on a thread of its own. */
public final class Sending {
  private static final long PATIENCE_SECONDS = 30;

  private final CompletableFuture<SendResult> result = new CompletableFuture<>();

  private Sending() {}

  /** Begins to send a message that wants a reply. */
  public static Sending of(ClientPort client, Timeout timeout) {
    Sending sending = new Sending();
    Thread.ofVirtual()
        .name("sender")
        .start(
            () -> {
              try {
                sending.result.complete(
                    client.send(Buffers.utf8("question"), Buffers.allocate(16), timeout));
              } catch (RuntimeException | Error e) {
                sending.result.completeExceptionally(e);
              }
            });
    return sending;
  }

  public boolean isDone() {
    return result.isDone();
  }

  /** {@return how it ended} */
  public SendResult.Outcome outcome() {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS).outcome();
    } catch (Exception e) {
      throw new AssertionError("a send did not end", e);
    }
  }
}

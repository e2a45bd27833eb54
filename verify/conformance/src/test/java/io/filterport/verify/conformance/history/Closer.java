package io.filterport.verify.conformance.history;

import io.filterport.filter.ClientPort;
import java.util.concurrent.Future;

/** Closes the client port when the service's side asks for it. */
final class Closer extends Player {
  private final ClientPort client;

  Closer(Plan plan, Board board, ClientPort client) {
    super(plan, board, Plan.FILTER_HOST);
    this.client = client;
  }

  void closeIfAskedUntil(Future<?> end) {
    boolean mayBeAsked = plan.rescue() == Plan.Rescue.CLOSE_PORT;
    if (mayBeAsked
        && Board.comes(() -> board.isEndAskedFor() || end.isDone())
        && board.isEndAskedFor()) {
      step();
    }
  }

  @Override
  void step() {
    Entry entry = begin(new Call.ClosePort());
    client.close();
    end(entry, new Result.Done());
  }

  /** It never waits long. */
  @Override
  boolean blocks(Thread waiting) {
    return false;
  }
}

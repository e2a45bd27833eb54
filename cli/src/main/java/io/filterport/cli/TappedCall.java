package io.filterport.cli;

import io.filterport.filter.MessageCall;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A call whose answer is looked at afterwards. For the callback's thread. */
final class TappedCall implements MessageCall {
  private final MessageCall call;
  private @Nullable MemorySegment output;
  private int returned;

  TappedCall(MessageCall call) {
    this.call = call;
  }

  @Override
  public MemorySegment input() {
    return call.input();
  }

  @Override
  public @Nullable MemorySegment output() {
    output = call.output();
    return output;
  }

  @Override
  public void setReturnLength(int bytes) {
    returned = Math.max(0, bytes);
    call.setReturnLength(bytes);
  }

  int returned() {
    return returned;
  }

  /** {@return the output, if the callback asked for it: asking makes it} */
  @Nullable MemorySegment seenOutput() {
    return output;
  }

  @Nullable Integer room() {
    return output == null ? null : (int) output.byteSize();
  }
}

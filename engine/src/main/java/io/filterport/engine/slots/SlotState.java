package io.filterport.engine.slots;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a slot is to a half of the connection, and whose it is there. Each half makes its own when
 * the slot is first used. The half says who may change it; any thread may look.
 */
class SlotState<T> {
  private static final VarHandle PHASE = handle("phase", int.class);
  private static final VarHandle OWNER = handle("owner", Object.class);
  private static final VarHandle SETTLED = handle("settled", long.class);
  private static final VarHandle SINCE = handle("since", long.class);

  private volatile int phase;
  private volatile @Nullable T owner;

  private volatile long settled;
  private volatile long since;

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(SlotState.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@return one of the half's constants, 0 at first} */
  final int phase() {
    return phase;
  }

  final void setPhase(int value) {
    PHASE.setRelease(this, value);
  }

  final @Nullable T owner() {
    return owner;
  }

  final void setOwner(@Nullable T value) {
    OWNER.setRelease(this, value);
  }

  /** {@return how many messages were settled in it} */
  final long settled() {
    return settled;
  }

  final void countSettled() {
    SETTLED.setRelease(this, settled + 1);
  }

  /** {@return when its present message began to be waited for; 0 if nobody said} */
  final long since() {
    return since;
  }

  final void setSince(long nanos) {
    SINCE.setRelease(this, nanos);
  }
}

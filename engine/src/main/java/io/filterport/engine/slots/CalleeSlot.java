package io.filterport.engine.slots;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What a slot is to its callee half, made when it is first offered. */
final class CalleeSlot {
  private static final VarHandle RECORD = handle("record", int.class);
  private static final VarHandle OWNER = handle("owner", Getter.class);

  // guarded by the half's lock
  int generation;
  int capacity;
  long id;
  int replyCapacity;
  int length;
  int flags;

  private volatile int record;
  private volatile @Nullable Getter owner;

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(CalleeSlot.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@return one of the half's states of a record} */
  int record() {
    return record;
  }

  /** Changed under the lock, but by the replier that is inside. */
  void setRecord(int state) {
    RECORD.setRelease(this, state);
  }

  /** {@return the getter that is offered} */
  @Nullable Getter owner() {
    return owner;
  }

  /** Under the lock. */
  void setOwner(@Nullable Getter getter) {
    OWNER.setRelease(this, getter);
  }
}

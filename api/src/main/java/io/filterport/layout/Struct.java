package io.filterport.layout;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * A record, as a C structure.
 *
 * @param javaType the record
 * @param cName the structure's name in C
 * @param packed whether members follow each other without padding
 * @param members in their order; at least one
 * @param size C's sizeof
 * @param messageBytes what counts in a message: less than sizeof, where the alignment of a header
 *     alone adds padding (LAY-09)
 * @param payloadBytes of these, what is not the header
 * @param alignment of the whole
 * @param constructor takes the components as an Object[], gives the record as an Object
 */
record Struct(
    Class<?> javaType,
    String cName,
    boolean packed,
    List<Member> members,
    int size,
    int messageBytes,
    int payloadBytes,
    int alignment,
    MethodHandle constructor)
    implements CType {

  @Override
  public Object read(MemorySegment message, long offset) {
    Object[] values = new Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      values[i] = member.type().read(message, offset + member.offset());
    }
    return construct(values);
  }

  /** What the record's own constructor does not accept is a bad message, not a defect here. */
  private Object construct(Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException e) {
      FilterPortException refused =
          new FilterPortException(
              "making a " + javaType.getName() + " of a message",
              NtStatus.INVALID_PARAMETER,
              "Its constructor refuses the values: " + e.getMessage());
      refused.initCause(e);
      throw refused;
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** Constructors and accessors of records declare no checked exceptions. */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  @Override
  public void write(Object value, MemorySegment message, long offset) {
    for (Member member : members) {
      member.type().write(member.of(value), message, offset + member.offset());
    }
  }

  @Override
  public String declare(String name) {
    return cName + " " + name;
  }
}

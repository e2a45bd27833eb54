package io.filterport.layout;

import io.filterport.MessageHeader;
import io.filterport.ReplyHeader;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the structure of a record class. For one use, by one thread. */
final class StructMaker {
  private final RecordHandles handles;

  /** The records that contain the one that is looked at. */
  private final Set<Class<?>> around = new LinkedHashSet<>();

  StructMaker(MethodHandles.Lookup lookup) {
    this.handles = new RecordHandles(lookup);
  }

  Struct make(Class<?> type) {
    if (!around.add(type)) {
      throw new IllegalArgumentException(
          type.getName() + " contains itself, so no size is enough for it.");
    }
    Struct struct = struct(type);
    around.remove(type);
    return struct;
  }

  private Struct struct(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      throw new IllegalArgumentException(type.getName() + " has no components; C needs one.");
    }
    boolean packed = type.isAnnotationPresent(Packed.class);
    Placement placement = new Placement(packed);
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : components) {
      CType member = type(component);
      int offset =
          isHeader(component.getType()) ? placement.placeHeader(member) : placement.place(member);
      members.add(new Member(component.getName(), member, offset, handles.accessor(component)));
      checkSize(type.getName(), placement.payloadBytes());
    }
    if (members.getLast().type() instanceof FlexibleArray) {
      checkNoPadding(members.getLast(), type, placement);
    }
    return new Struct(
        type,
        cName(type),
        packed,
        List.copyOf(members),
        placement.size(),
        placement.messageBytes(),
        placement.payloadBytes(),
        placement.alignment(),
        handles.constructor(type, components));
  }

  /** ScanRequest is SCAN_REQUEST. */
  private static String cName(Class<?> type) {
    return type.getSimpleName()
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .toUpperCase(Locale.ROOT);
  }

  private CType type(RecordComponent component) {
    Class<?> type = component.getType();
    if (component.isAnnotationPresent(Flexible.class)) {
      return flexible(component);
    }
    if (type.isArray()) {
      return array(type.getComponentType(), length(component), component);
    }
    if (type == String.class) {
      return text(length(component), place(component));
    }
    if (component.isAnnotationPresent(Length.class)) {
      throw refused(component, "is no array and no String, so it has no @Length");
    }
    return single(type, component);
  }

  private static boolean isHeader(Class<?> type) {
    return type == MessageHeader.class || type == ReplyHeader.class;
  }

  private CType single(Class<?> type, RecordComponent component) {
    if (isHeader(type) && !beginsMessage(component)) {
      throw refused(component, "is a header, which stands once and in front of a whole message");
    }
    if (type.isRecord()) {
      return make(type);
    }
    return Scalar.of(type)
        .orElseThrow(
            () ->
                refused(
                    component,
                    "has no C type; there are the primitive types, String, records, and arrays of"
                        + " primitives and records"));
  }

  private boolean beginsMessage(RecordComponent component) {
    RecordComponent first = component.getDeclaringRecord().getRecordComponents()[0];
    return around.size() == 1
        && isHeader(component.getType())
        && first.getName().equals(component.getName());
  }

  private Text text(int length, String place) {
    checkSize(place, (long) Scalar.CHAR.size() * length);
    return new Text(length, place);
  }

  private CType array(Class<?> type, int length, RecordComponent component) {
    CType element = single(type, component);
    checkSize(place(component), (long) element.size() * length);
    return isBulk(element)
        ? new PrimitiveArray((Scalar) element, length, place(component))
        : new ElementArray(type, element, length, place(component));
  }

  /** A boolean is no byte in Java: {@link MemorySegment#copy} takes every array but theirs. */
  private static boolean isBulk(CType element) {
    return element instanceof Scalar && element != Scalar.BOOLEAN;
  }

  private CType flexible(RecordComponent component) {
    Class<?> type = component.getType();
    if (component.isAnnotationPresent(Length.class)) {
      throw refused(component, "has @Length and @Flexible; it is one or the other");
    }
    if (!type.isArray() || !type.getComponentType().isPrimitive() || type == boolean[].class) {
      throw refused(component, "is no array of primitives other than boolean, so not @Flexible");
    }
    if (around.size() > 1) {
      throw refused(component, "is @Flexible inside of another record, where its end is unknown");
    }
    if (!isLastOfSeveral(component)) {
      throw refused(
          component, "is @Flexible, so it must be the last component, and not the only one");
    }
    return new FlexibleArray(Scalar.of(type.getComponentType()).orElseThrow());
  }

  private static boolean isLastOfSeveral(RecordComponent component) {
    RecordComponent[] all = component.getDeclaringRecord().getRecordComponents();
    return all.length > 1 && all[all.length - 1].getName().equals(component.getName());
  }

  /** With padding before its end, sizeof and the bytes that count would differ: LAY-09 again. */
  private static void checkNoPadding(Member flexible, Class<?> type, Placement placement) {
    if (placement.end() != placement.messageBytes()) {
      throw new IllegalArgumentException(
          flexible.name()
              + " of "
              + type.getName()
              + " begins at "
              + placement.end()
              + ", while C's sizeof is "
              + placement.messageBytes()
              + "; put a component for the padding before it, or make the record @Packed.");
    }
  }

  private static int length(RecordComponent component) {
    Length length = component.getAnnotation(Length.class);
    if (length == null) {
      throw refused(component, "needs @Length(n)");
    }
    if (length.value() < 1) {
      throw refused(component, "has @Length(" + length.value() + "), and 1 is the least");
    }
    return length.value();
  }

  private static void checkSize(String what, long bytes) {
    if (bytes > MessageLayout.MAX_BYTES) {
      throw new IllegalArgumentException(
          what
              + " has "
              + bytes
              + " bytes; a message has "
              + MessageLayout.MAX_BYTES
              + " at most.");
    }
  }

  private static IllegalArgumentException refused(RecordComponent component, String why) {
    return new IllegalArgumentException(
        place(component) + ", a " + component.getType().getTypeName() + ", " + why + ".");
  }

  private static String place(RecordComponent component) {
    return component.getName() + " of " + component.getDeclaringRecord().getName();
  }
}

package io.filterport.layout;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Structures of one another, of scalars and of arrays, from a seeded generator. */
final class RandomStructs {
  private static final List<Scalar> SCALARS = List.of(Scalar.values());
  private static final MethodHandle NONE = MethodHandles.identity(Object.class);

  private final Random random;
  private final List<Struct> made = new ArrayList<>();

  RandomStructs(long seed) {
    random = new Random(seed);
  }

  List<Struct> make(int count) {
    while (made.size() < count) {
      made.add(struct("S" + made.size()));
    }
    return made;
  }

  private Struct struct(String name) {
    boolean packed = random.nextInt(3) == 0;
    Placement placement = new Placement(packed);
    List<Member> members = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      CType type = type();
      members.add(new Member("m" + i, type, placement.place(type), NONE));
    }
    int size = placement.size();
    return new Struct(
        Object.class, name, packed, members, size, size, size, placement.alignment(), NONE);
  }

  private CType type() {
    Scalar scalar = SCALARS.get(random.nextInt(SCALARS.size()));
    int length = 1 + random.nextInt(5);
    return switch (random.nextInt(6)) {
      case 0 -> new PrimitiveArray(scalar, length, "");
      case 1 -> new Text(length, "");
      case 2 -> inner(scalar);
      case 3 -> new ElementArray(Object.class, inner(scalar), length, "");
      default -> scalar;
    };
  }

  /** Small ones, so that the largest stay small. */
  private CType inner(Scalar orElse) {
    Struct struct = made.isEmpty() ? null : made.get(random.nextInt(made.size()));
    return struct == null || struct.size() > 200 ? orElse : struct;
  }
}

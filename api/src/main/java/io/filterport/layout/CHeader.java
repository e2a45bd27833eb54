package io.filterport.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints structures as a C header. Each has a guard of its own, so that two headers may share one.
 * For one use, by one thread.
 */
final class CHeader {
  private static final String PROLOGUE =
      """
      #include <assert.h>
      #include <stddef.h>

      #if !defined(_WIN32) && !defined(FILTERPORT_TYPES)
      #define FILTERPORT_TYPES
      #include <stdint.h>
      typedef uint8_t UCHAR;
      typedef uint8_t BOOLEAN;
      typedef uint16_t USHORT;
      typedef uint16_t WCHAR;
      typedef uint32_t ULONG;
      typedef uint64_t ULONGLONG;
      #endif
      """;

  private final Map<String, Struct> structs = new LinkedHashMap<>();

  String print(Struct outermost) {
    collect(outermost);
    StringBuilder header = new StringBuilder(PROLOGUE);
    structs.values().forEach(struct -> print(struct, header));
    return header.toString();
  }

  /** What is inside is declared before what it is inside of. */
  private void collect(Struct struct) {
    for (Member member : struct.members()) {
      switch (member.type()) {
        case Struct inner -> collect(inner);
        case ElementArray array when array.element() instanceof Struct inner -> collect(inner);
        default -> {}
      }
    }
    Struct namesake = structs.putIfAbsent(struct.cName(), struct);
    if (namesake != null && namesake.javaType() != struct.javaType()) {
      throw new IllegalStateException(
          namesake.javaType().getName()
              + " and "
              + struct.javaType().getName()
              + " are both "
              + struct.cName()
              + " in C; rename one.");
    }
  }

  private static void print(Struct struct, StringBuilder header) {
    String name = struct.cName();
    header.append("\n#ifndef %s_DEFINED\n#define %s_DEFINED\n".formatted(name, name));
    header.append(struct.packed() ? "#pragma pack(push, 1)\n" : "");
    header.append("typedef struct _%s {\n".formatted(name));
    for (Member member : struct.members()) {
      header.append("  %s;\n".formatted(member.type().declare(member.cName())));
    }
    header.append("} %s, *P%s;\n".formatted(name, name));
    header.append(struct.packed() ? "#pragma pack(pop)\n" : "");
    header.append(check("sizeof(%s)".formatted(name), struct.size()));
    if (struct.messageBytes() != struct.size()) {
      header.append(
          "#define %s_BYTES %d /* to send; sizeof counts padding behind them */\n"
              .formatted(name, struct.messageBytes()));
    }
    for (Member member : struct.members()) {
      header.append(check("offsetof(%s, %s)".formatted(name, member.cName()), member.offset()));
    }
    header.append("#endif\n");
  }

  private static String check(String what, int value) {
    return "static_assert(%s == %d, \"%s is %d\");\n".formatted(what, value, what, value);
  }
}

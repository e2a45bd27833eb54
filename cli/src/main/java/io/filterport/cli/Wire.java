package io.filterport.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the parts of an answer of the inspection port lie in it. Stateless. */
final class Wire {
  private Wire() {}

  /** Writes one item. */
  @FunctionalInterface
  interface Writer<T> {
    void write(DataOutputStream out, T item) throws IOException;
  }

  /** Reads one item. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static <T> void writeAll(DataOutputStream out, List<T> items, Writer<T> each) throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      each.write(out, item);
    }
  }

  static <T> List<T> readAll(DataInputStream in, Reader<T> each) throws IOException {
    List<T> items = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      items.add(each.read(in));
    }
    return items;
  }

  /** Of any length and any units. */
  static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  static String readText(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = in.readInt(); i > 0; i--) {
      text.append(in.readChar());
    }
    return text.toString();
  }

  static void writeCounters(DataOutputStream out, Map<String, Long> counters) throws IOException {
    writeAll(
        out,
        List.copyOf(counters.entrySet()),
        (to, counter) -> {
          writeText(to, counter.getKey());
          to.writeLong(counter.getValue());
        });
  }

  /** {@return counters in the order of their names} */
  static Map<String, Long> readCounters(DataInputStream in) throws IOException {
    Map<String, Long> counters = new LinkedHashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      String name = readText(in);
      counters.put(name, in.readLong());
    }
    return counters;
  }
}

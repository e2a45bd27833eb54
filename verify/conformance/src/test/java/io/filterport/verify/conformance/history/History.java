package io.filterport.verify.conformance.history;

import io.filterport.verify.conformance.history.Checker.Event;
import io.filterport.verify.conformance.history.Checker.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The operations of one connection between two quiet moments. Immutable. */
final class History {
  private final List<Operation> operations;
  private final Map<Integer, Integer> byKey = new HashMap<>();

  History(List<Operation> recorded) {
    operations = recorded.stream().sorted(Comparator.comparingLong(Operation::begin)).toList();
    for (int i = 0; i < operations.size(); i++) {
      byKey.put(operations.get(i).key(), i);
    }
  }

  int size() {
    return operations.size();
  }

  Operation get(int index) {
    return operations.get(index);
  }

  List<Operation> operations() {
    return operations;
  }

  /** {@return the operation of a key, or null} */
  Integer indexOf(int key) {
    return byKey.get(key);
  }

  /** {@return whether either end was closed} */
  boolean closes() {
    return operations.stream()
        .anyMatch(
            operation ->
                operation.call() instanceof Call.ClosePort
                    || operation.call() instanceof Call.CloseHandle);
  }

  /** {@return begins, places and ends in their order} */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      events.add(new Event(Kind.BEGIN, i, operation.begin()));
      if (operation.known() < operation.end()) {
        events.add(new Event(Kind.KNOWN, i, operation.known()));
      }
      if (operation.end() != Operation.NEVER) {
        events.add(new Event(Kind.END, i, operation.end()));
      }
    }
    events.sort(Event.BY_TICK);
    return events;
  }

  @Override
  public String toString() {
    return IntStream.range(0, operations.size())
        .mapToObj(i -> Words.line(i, operations.get(i)))
        .collect(Collectors.joining("\n"));
  }
}

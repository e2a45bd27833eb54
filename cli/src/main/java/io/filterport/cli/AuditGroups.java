package io.filterport.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an audit found, by one property of its verdicts. For one thread.
 *
 * <p>Room is for what is denied: a large directory has more files than are told apart, and the few
 * bad ones may come late.
 */
final class AuditGroups {
  /** Those that have no room are one. */
  static final int MAX_GROUPS = 1_000;

  static final String OTHERS = "(others)";
  static final String UNKNOWN = "(unknown)";

  private static final Comparator<Map.Entry<String, AuditGroup>> WORST_FIRST =
      Comparator.<Map.Entry<String, AuditGroup>>comparingLong(group -> group.getValue().denials())
          .thenComparingLong(group -> group.getValue().verdicts())
          .reversed();

  private final String property;
  private final Function<Map<?, ?>, String> key;
  private final Map<String, AuditGroup> groups = new LinkedHashMap<>();
  private boolean canMakeRoom = true;

  /**
   * Makes it without verdicts.
   *
   * @param property its name in records
   * @param key gives that of a verdict
   */
  AuditGroups(String property, Function<Map<?, ?>, String> key) {
    this.property = property;
    this.key = key;
  }

  /** {@return by the program that wanted to open} */
  static AuditGroups byExecutable() {
    return new AuditGroups("executable", event -> text(event, "executable"));
  }

  /** {@return by the directory of what it wanted to open} */
  static AuditGroups byDirectory() {
    return new AuditGroups("directory", event -> directory(text(event, "path")));
  }

  /** {@return by what it wanted to open} */
  static AuditGroups byPath() {
    return new AuditGroups("path", event -> text(event, "path"));
  }

  /** {@return by the user who wanted to} */
  static AuditGroups byUser() {
    return new AuditGroups(
        "uid",
        event -> event.get("uid") instanceof Number uid ? Long.toString(uid.longValue()) : UNKNOWN);
  }

  private static String text(Map<?, ?> event, String name) {
    return event.get(name) instanceof String text ? text : UNKNOWN;
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? UNKNOWN : path.substring(0, Math.max(slash, 1));
  }

  void add(Map<?, ?> event) {
    String name = key.apply(event);
    group(hasRoom(name, event) ? name : OTHERS).add(event);
  }

  private AuditGroup group(String name) {
    return groups.computeIfAbsent(name, any -> new AuditGroup());
  }

  private boolean hasRoom(String name, Map<?, ?> event) {
    return groups.containsKey(name)
        || groups.size() < MAX_GROUPS
        || (AuditGroup.isDenial(event) && makeRoom());
  }

  /** Where nobody can give way nobody ever will: those that come now have a denial. */
  private boolean makeRoom() {
    if (canMakeRoom) {
      Optional<String> least = leastWithoutDenial();
      canMakeRoom = least.isPresent();
      least.ifPresent(this::putToOthers);
    }
    return canMakeRoom;
  }

  private Optional<String> leastWithoutDenial() {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().denials() == 0 && !group.getKey().equals(OTHERS))
        .min(Comparator.comparingLong(group -> group.getValue().verdicts()))
        .map(Map.Entry::getKey);
  }

  private void putToOthers(String name) {
    AuditGroup gone = groups.remove(name);
    if (gone != null) {
      group(OTHERS).add(gone);
    }
  }

  /**
   * {@return a record for each, the most denials first}
   *
   * @param most so many at most
   */
  List<Map<String, Object>> records(int most) {
    return groups.entrySet().stream().sorted(WORST_FIRST).limit(most).map(this::record).toList();
  }

  private Map<String, Object> record(Map.Entry<String, AuditGroup> group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(property, group.getKey());
    group.getValue().putInto(fields);
    return fields;
  }
}

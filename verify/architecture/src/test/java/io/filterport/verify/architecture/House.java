package io.filterport.verify.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/**
 * Which class lives in which room, and on which floor that is.
 *
 * @param root the package that the house stands in; what the api exports lies in it and below
 */
record House(String root) {
  private static final String API = "api";
  private static final Set<String> API_PACKAGES =
      Set.of("filter", "layout", "security", "service", "spi", "volume");
  private static final Map<String, Integer> FLOORS =
      Map.of(
          API, 1, "engine", 2, "linux", 2, "ipc", 3, "volumes", 3, "scanner", 4, "spy", 4, "cli",
          5);

  boolean contains(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  /** {@return the room's name, such as "engine"; a package that nobody knows is a room too} */
  String room(JavaClass type) {
    if (type.getPackageName().equals(root)) {
      return API;
    }
    String below = type.getPackageName().substring(root.length() + 1);
    int dot = below.indexOf('.');
    String first = dot < 0 ? below : below.substring(0, dot);
    return API_PACKAGES.contains(first) ? API : first;
  }

  boolean hasFloor(String room) {
    return FLOORS.containsKey(room);
  }

  /** {@return whether classes of one room may use those of the other} */
  boolean mayUse(String room, String other) {
    return room.equals(other)
        || (hasFloor(room) && hasFloor(other) && FLOORS.get(other) < FLOORS.get(room));
  }
}

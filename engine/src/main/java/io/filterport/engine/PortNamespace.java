package io.filterport.engine;

import io.filterport.PortName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of listening ports. Safe for use by any thread. */
final class PortNamespace {
  /** By folded name; several only if all of them compare exactly. Guarded by this. */
  private final Map<String, List<EngineServerPort>> byFoldedName = new HashMap<>();

  /**
   * {@return whether the name was free (NAM-02); a port that ignores case needs every spelling of
   * it (NAM-05)}
   */
  synchronized boolean add(EngineServerPort port) {
    List<EngineServerPort> alike =
        byFoldedName.computeIfAbsent(port.name().folded(), folded -> new ArrayList<>(1));
    boolean free = alike.stream().noneMatch(other -> collide(port, other));
    if (free) {
      alike.add(port);
    }
    return free;
  }

  private static boolean collide(EngineServerPort one, EngineServerPort other) {
    return one.ignoresCase() || other.ignoresCase() || one.name().equals(other.name());
  }

  synchronized void remove(EngineServerPort port) {
    String folded = port.name().folded();
    List<EngineServerPort> alike = byFoldedName.getOrDefault(folded, new ArrayList<>());
    if (alike.remove(port) && alike.isEmpty()) {
      byFoldedName.remove(folded);
    }
  }

  synchronized @Nullable EngineServerPort find(PortName name) {
    for (EngineServerPort port : byFoldedName.getOrDefault(name.folded(), List.of())) {
      if (port.ignoresCase() || port.name().equals(name)) {
        return port;
      }
    }
    return null;
  }
}

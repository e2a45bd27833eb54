package io.filterport.volumes;

import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Filters on one volume that keep in which order they are asked, and told what it came to.
 *
 * @param events such as {@code ask 3.5} and {@code tell 3.5 STATUS_SUCCESS}
 */
public record RecordingFilters(Volume volume, Queue<String> events) {
  public static RecordingFilters on(Volume volume) {
    return new RecordingFilters(volume, new ConcurrentLinkedQueue<>());
  }

  public Volume.Attachment attach(String altitude) {
    return attach(altitude, Verdict.ALLOW);
  }

  public Volume.Attachment attach(String altitude, Verdict verdict) {
    return attach(altitude, verdict, () -> {}, () -> {});
  }

  public Volume.Attachment heldWhenAsked(String altitude, Hold hold) {
    return attach(altitude, Verdict.ALLOW, hold, () -> {});
  }

  public Volume.Attachment heldWhenTold(String altitude, Hold hold) {
    return attach(altitude, Verdict.ALLOW, () -> {}, hold);
  }

  private Volume.Attachment attach(
      String altitude, Verdict verdict, Runnable whenAsked, Runnable whenTold) {
    return volume.attach(
        altitude,
        operation -> {
          events.add("ask " + altitude);
          whenAsked.run();
          return verdict;
        },
        (operation, status) -> {
          events.add("tell " + altitude + " " + status.name());
          whenTold.run();
        });
  }

  /** {@return what happened since the last call} */
  public List<String> take() {
    List<String> taken = new ArrayList<>(events);
    events.clear();
    return taken;
  }
}

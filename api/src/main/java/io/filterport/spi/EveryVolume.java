package io.filterport.spi;

import io.filterport.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A filter's places on several volumes, as one. */
record EveryVolume(String altitude, List<Volume.Attachment> places) implements Volume.Attachment {

  /** {@return the filter's places, on all of the volumes or on none} */
  static EveryVolume attach(
      List<Volume> volumes, String altitude, Function<Volume, Volume.Attachment> attach) {
    EveryVolume attached = new EveryVolume(altitude, new ArrayList<>());
    try {
      for (Volume volume : volumes) {
        attached.places.add(attach.apply(volume));
      }
      return attached;
    } catch (RuntimeException | Error e) {
      attached.close();
      throw e;
    }
  }

  @Override
  public void close() {
    places.forEach(Volume.Attachment::close);
  }
}

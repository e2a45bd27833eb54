package io.filterport.spy;

import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import java.util.Set;
import java.util.function.Consumer;

/** A volume that gives the test the callback that is attached to it. */
record FakeVolume(Consumer<PreOperationCallback> attached) implements Volume {
  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<FileOperation.Kind> capabilities() {
    return Set.of(FileOperation.Kind.OPEN);
  }

  @Override
  public Set<FileOperation.Kind> reports() {
    return Set.of();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post) {
    attached.accept(pre);
    return new Attachment() {
      @Override
      public String altitude() {
        return altitude;
      }

      @Override
      public void close() {
        // nobody is asked anyway
      }
    };
  }

  @Override
  public VolumeCounters counters() {
    return new VolumeCounters(0, 0, 0, 0);
  }

  @Override
  public void close() {
    // holds nothing
  }
}

package io.filterport.spy;

import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import java.util.Set;

/** A volume that gives the test the callbacks that were attached to it last. */
final class FakeVolume implements Volume {
  PreOperationCallback pre = operation -> Verdict.DENY;
  PostOperationCallback post = PostOperationCallback.NONE;

  private final Set<Kind> asked;
  private final Set<Kind> told;

  FakeVolume(Set<Kind> asked, Set<Kind> told) {
    this.asked = asked;
    this.told = told;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<Kind> capabilities() {
    return asked;
  }

  @Override
  public Set<Kind> reports() {
    return told;
  }

  @Override
  public Attachment attach(
      String altitude, PreOperationCallback decides, PostOperationCallback isTold) {
    pre = decides;
    post = isTold;
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

package io.filterport.cli;

import io.filterport.cli.DemoDecision.Outcome;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A volume whose decisions are told.
 *
 * @param volume decides
 * @param listener told after the decision, on the thread that decided
 */
record ToldVolume(Volume volume, Consumer<DemoDecision> listener) implements Volume {
  @Override
  public String name() {
    return volume.name();
  }

  @Override
  public Set<FileOperation.Kind> capabilities() {
    return volume.capabilities();
  }

  @Override
  public Set<FileOperation.Kind> reports() {
    return volume.reports();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post) {
    return volume.attach(altitude, operation -> timed(operation, pre), post);
  }

  private Verdict timed(FileOperation operation, PreOperationCallback callback) throws IOException {
    long start = System.nanoTime();
    Outcome outcome = Outcome.DEFAULT;
    try {
      Verdict verdict = callback.preOperation(operation);
      outcome = verdict.allowed() ? Outcome.ALLOWED : Outcome.DENIED;
      return verdict;
    } finally {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      listener.accept(new DemoDecision(micros, outcome, operation.path()));
    }
  }

  @Override
  public VolumeCounters counters() {
    return volume.counters();
  }

  @Override
  public CacheCounters cacheCounters() {
    return volume.cacheCounters();
  }

  @Override
  public Map<String, Long> events() {
    return volume.events();
  }

  @Override
  public Map<String, Long> untoldVerdicts() {
    return volume.untoldVerdicts();
  }

  @Override
  public void close() {
    volume.close();
  }
}

package io.filterport.cli;

import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A volume whose decisions are told, a line each: {@code decision MICROS OUTCOME PATH}, where
 * OUTCOME is {@code allowed}, {@code denied} or {@code default}.
 *
 * @param volume decides
 * @param listener told after the decision
 */
record ToldVolume(Volume volume, Consumer<String> listener) implements Volume {
  @Override
  public String name() {
    return volume.name();
  }

  @Override
  public Set<FileOperation.Kind> capabilities() {
    return volume.capabilities();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback callback) {
    return volume.attach(altitude, operation -> timed(operation, callback));
  }

  private Verdict timed(FileOperation operation, PreOperationCallback callback) throws IOException {
    long start = System.nanoTime();
    String outcome = "default";
    try {
      Verdict verdict = callback.preOperation(operation);
      outcome = verdict.allowed() ? "allowed" : "denied";
      return verdict;
    } finally {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      listener.accept("decision " + micros + " " + outcome + " " + operation.path());
    }
  }

  @Override
  public VolumeCounters counters() {
    return volume.counters();
  }

  @Override
  public void close() {
    volume.close();
  }
}

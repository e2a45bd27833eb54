package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ClientProcess;
import io.filterport.ipc.ConnectedProcess;
import io.filterport.spi.FilterHost;
import io.filterport.volume.VerdictListener;
import io.filterport.volume.Volume;
import io.filterport.volumes.fanotify.Exemption;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.ReaderProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The volumes of a running host, which may change. Safe for use by any thread.
 *
 * <p>Filters attach, and clients are exempted, once and for all volumes, whenever these come. What
 * is to be guarded otherwise gets a new volume; the one before goes only when the new one has its
 * filters, so an open in between is asked about twice and never not at all.
 */
final class GuardedVolumes implements HostSetup.Guard, AutoCloseable {
  /** A thousand times what an open takes that nobody holds up. */
  private static final long GRACE_MILLIS = 100;

  private final Function<String, VerdictListener> listeners;
  private final Runnable grace;

  // guarded by this
  private final Set<StandingPlace> places = new LinkedHashSet<>();
  private final Set<StandingExemption> exemptions = new LinkedHashSet<>();
  private Map<VolumePlan, FanotifyVolume> open = new LinkedHashMap<>();
  private final Map<FanotifyVolume, ReaderProgress> readers = new HashMap<>();
  private boolean closed;

  /**
   * @param listeners gives who is told of the verdicts of a volume of that name
   */
  GuardedVolumes(Function<String, VerdictListener> listeners) {
    this(listeners, GuardedVolumes::letBegunOpensArrive);
  }

  /**
   * @param listeners gives who is told of the verdicts of a volume of that name
   * @param grace takes the time between the last mark of a new volume and the end of a former one
   */
  GuardedVolumes(Function<String, VerdictListener> listeners, Runnable grace) {
    this.listeners = listeners;
    this.grace = grace;
  }

  /** A filter's place on every volume. */
  private final class StandingPlace implements Volume.Attachment {
    private final String altitude;
    private final Function<Volume, Volume.Attachment> attach;
    private final Map<FanotifyVolume, Volume.Attachment> on = new HashMap<>();

    StandingPlace(String altitude, Function<Volume, Volume.Attachment> attach) {
      this.altitude = altitude;
      this.attach = attach;
    }

    void join(FanotifyVolume volume) {
      on.put(volume, attach.apply(volume));
    }

    @Override
    public String altitude() {
      return altitude;
    }

    @Override
    public void close() {
      synchronized (GuardedVolumes.this) {
        places.remove(this);
        on.values().forEach(Volume.Attachment::close);
        on.clear();
      }
    }
  }

  /** A client's exemption from every volume. */
  private final class StandingExemption implements FilterHost.Exemption {
    private final ConnectedProcess client;
    private final Map<FanotifyVolume, Exemption> from = new HashMap<>();

    StandingExemption(ConnectedProcess client) {
      this.client = client;
    }

    void join(FanotifyVolume volume) {
      from.put(volume, Exempting.fromOne(volume, client));
    }

    /** Whose connection is over needs none. */
    void joinIfConnected(FanotifyVolume volume) {
      try {
        join(volume);
      } catch (FilterPortException e) {
        if (!e.status().equals(NtStatus.NOT_FOUND)) {
          throw e;
        }
      }
    }

    @Override
    public void close() {
      synchronized (GuardedVolumes.this) {
        exemptions.remove(this);
        from.values().forEach(Exemption::close);
        from.clear();
      }
    }
  }

  @Override
  public synchronized List<Volume> volumes() {
    return List.copyOf(open.values());
  }

  /**
   * {@return whether the reader of each present volume does its work; to be asked again and again}
   * Waits for a change that goes on.
   */
  synchronized boolean areRead() {
    // asks all: each remembers what it saw
    return open.values().stream().filter(volume -> !isRead(volume)).count() == 0;
  }

  private boolean isRead(FanotifyVolume volume) {
    return readers.computeIfAbsent(volume, ReaderProgress::of).isAlive();
  }

  /** {@return a place on all volumes, also on those that come later} */
  synchronized Volume.Attachment attachEach(
      String altitude, Function<Volume, Volume.Attachment> attach) {
    StandingPlace place = new StandingPlace(altitude, attach);
    try {
      open.values().forEach(place::join);
    } catch (RuntimeException | Error e) {
      place.close();
      throw e;
    }
    places.add(place);
    return place;
  }

  /** A client in the same JVM is this process, which no volume asks about. */
  @Override
  public synchronized FilterHost.Exemption exempt(ClientProcess client) {
    if (!(client instanceof ConnectedProcess process)) {
      return () -> {};
    }
    StandingExemption exemption = new StandingExemption(process);
    try {
      open.values().forEach(exemption::join);
    } catch (RuntimeException | Error e) {
      exemption.close();
      throw e;
    }
    exemptions.add(exemption);
    return exemption;
  }

  /**
   * Guards as the plans say from now on, or, if that fails, as before.
   *
   * @param wanted the plans; one that is carried out already stays as it is
   * @param ready told of the volumes when all of them guard, before others are closed; if it fails,
   *     so does the change
   */
  void change(List<VolumePlan> wanted, Consumer<Map<VolumePlan, FanotifyVolume>> ready) {
    List<FanotifyVolume> former = replaced(wanted, ready);
    if (!former.isEmpty()) {
      grace.run();
    }
    former.forEach(FanotifyVolume::close);
  }

  /**
   * An open that had begun before the new volumes were marked is asked of the former ones only, and
   * nothing tells when the kernel has put the last such question.
   */
  private static void letBegunOpensArrive() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    boolean interrupted = false;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<FanotifyVolume> replaced(
      List<VolumePlan> wanted, Consumer<Map<VolumePlan, FanotifyVolume>> ready) {
    if (closed) {
      throw new FilterPortException("guarding", NtStatus.FLT_DELETING_OBJECT, "The host ends.");
    }
    Map<VolumePlan, FanotifyVolume> next = new LinkedHashMap<>();
    List<FanotifyVolume> fresh = new ArrayList<>();
    int descriptors = descriptorsForEach(new LinkedHashSet<>(wanted));
    try {
      for (VolumePlan plan : wanted) {
        next.computeIfAbsent(plan, missing -> kept(missing, descriptors, fresh));
      }
      ready.accept(next);
    } catch (RuntimeException | Error e) {
      places.forEach(place -> place.on.keySet().retainAll(open.values()));
      exemptions.forEach(exemption -> exemption.from.keySet().retainAll(open.values()));
      fresh.forEach(FanotifyVolume::close);
      throw e;
    }
    List<FanotifyVolume> former = new ArrayList<>(open.values());
    former.removeAll(next.values());
    former.forEach(this::leave);
    open = next;
    return former;
  }

  /** {@return what each volume gets that has to be opened, so that a reload can replace all} */
  private int descriptorsForEach(Set<VolumePlan> wanted) {
    Map<VolumePlan, FanotifyVolume> leaving = new LinkedHashMap<>(open);
    leaving.keySet().removeAll(wanted);
    int staying = open.size() - leaving.size();
    int more = wanted.size() - staying;
    return more == 0 ? 0 : FanotifyVolume.descriptorsForEach(more, staying, leaving.values());
  }

  private FanotifyVolume kept(VolumePlan plan, int descriptors, List<FanotifyVolume> fresh) {
    FanotifyVolume running = open.get(plan);
    if (running != null) {
      return running;
    }
    VerdictListener listener = listeners.apply(plan.directory().toString());
    FanotifyVolume volume = plan.open(descriptors, listener, this::join);
    fresh.add(volume);
    return volume;
  }

  private void join(FanotifyVolume volume) {
    exemptions.forEach(exemption -> exemption.joinIfConnected(volume));
    places.forEach(place -> place.join(volume));
  }

  /** Its close ends what stands on it. */
  private void leave(FanotifyVolume volume) {
    places.forEach(place -> place.on.remove(volume));
    exemptions.forEach(exemption -> exemption.from.remove(volume));
    readers.remove(volume);
  }

  /** Ends the guard for good. A second call does nothing. */
  @Override
  public void close() {
    ended().forEach(FanotifyVolume::close);
  }

  private synchronized List<FanotifyVolume> ended() {
    List<FanotifyVolume> all = List.copyOf(open.values());
    open = Map.of();
    closed = true;
    return all;
  }
}

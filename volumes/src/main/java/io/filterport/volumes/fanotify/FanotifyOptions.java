package io.filterport.volumes.fanotify;

import io.filterport.volume.VolumeOptions;
import java.util.Objects;
import java.util.function.Consumer;

/** How a {@link FanotifyVolume} asks, and what it tells. Immutable. */
public final class FanotifyOptions {
  private static final int MOST_WORKERS = 1024;
  private static final int MOST_IN_FLIGHT = 65_536;
  private static final int MOST_CACHED = 1 << 20;
  private static final int MOST_UNTOLD = 65_536;
  private static final int MOST_MARKS = 65_536;
  private static final int MOST_EXTENSIONS = 1000;
  private static final int MOST_DESCRIPTORS = DescriptorBudget.MOST;

  private final VolumeOptions volume;
  private final int workers;
  private final int maxInFlight;
  private final int cachedVerdicts;
  private final int kernelMarks;
  private final int extensions;
  private final int maxUntold;
  private final int maxDescriptors;
  private final boolean access;
  private final Selection selection;

  /** Options that are being put together. */
  private static final class Draft {
    private VolumeOptions volume;
    private int workers = 8;
    private int maxInFlight = 8192;
    private int cachedVerdicts;
    private int kernelMarks;
    private int extensions;
    private int maxUntold = 4096;
    private int maxDescriptors;
    private boolean access;
    private Selection selection = Selection.everything();

    Draft(VolumeOptions volume) {
      this.volume = volume;
    }

    Draft(FanotifyOptions from) {
      volume = from.volume;
      workers = from.workers;
      maxInFlight = from.maxInFlight;
      cachedVerdicts = from.cachedVerdicts;
      kernelMarks = from.kernelMarks;
      extensions = from.extensions;
      maxUntold = from.maxUntold;
      maxDescriptors = from.maxDescriptors;
      access = from.access;
      selection = from.selection;
    }
  }

  private FanotifyOptions(Draft draft) {
    volume = Objects.requireNonNull(draft.volume);
    workers = inRange("workers", draft.workers, 1, MOST_WORKERS);
    maxInFlight = inRange("operations in flight", draft.maxInFlight, 1, MOST_IN_FLIGHT);
    cachedVerdicts = inRange("cached verdicts", draft.cachedVerdicts, 0, MOST_CACHED);
    int mostMarks = cachedVerdicts == 0 ? 0 : MOST_MARKS;
    kernelMarks = inRange("marks of the kernel", draft.kernelMarks, 0, mostMarks);
    extensions = inRange("extensions", draft.extensions, 0, MOST_EXTENSIONS);
    maxUntold = inRange("untold operations", draft.maxUntold, 1, MOST_UNTOLD);
    maxDescriptors = inRange("descriptors", draft.maxDescriptors, 0, MOST_DESCRIPTORS);
    access = draft.access;
    selection = Objects.requireNonNull(draft.selection);
    if (access && asksAboutDirectories()) {
      throw new IllegalArgumentException(
          "one volume asks about access or about directories, the kernel takes no mark for both:"
              + " use two volumes");
    }
  }

  private static int inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private FanotifyOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new FanotifyOptions(draft);
  }

  /**
   * {@return options with 8 workers, 8,192 operations in flight, 4,096 that wait to be told, and
   * nothing else}
   *
   * @param volume name, default verdict and time limit; the limit counts from the moment that the
   *     event is read, or was left unread for want of room
   */
  public static FanotifyOptions of(VolumeOptions volume) {
    return new FanotifyOptions(new Draft(volume));
  }

  /**
   * {@return the same for another volume}
   *
   * @param value name, default verdict and time limit
   */
  public FanotifyOptions withVolume(VolumeOptions value) {
    return with(draft -> draft.volume = value);
  }

  /**
   * {@return the same with another number of threads that run callbacks}
   *
   * @param value so many operations are decided at once, 1…1024
   */
  public FanotifyOptions withWorkers(int value) {
    return with(draft -> draft.workers = value);
  }

  /**
   * {@return the same with another bound on what is undecided} What is more waits in the kernel
   * until there is room, or its time limit is over. Lowered where this process may not open the two
   * descriptors that each of them needs.
   *
   * @param value operations at once, 1…65536
   */
  public FanotifyOptions withMaxInFlight(int value) {
    return with(draft -> draft.maxInFlight = value);
  }

  /**
   * {@return the same that keeps verdicts for files that do not change, for ten seconds} Only on
   * ext4, and with Linux 6.5. The one that was not used for longest goes first.
   *
   * @param value verdicts that are kept, up to 1048576; 0 for none
   */
  public FanotifyOptions withCachedVerdicts(int value) {
    return with(draft -> draft.cachedVerdicts = value);
  }

  /**
   * {@return the same that has the kernel itself allow files that every callback recalls as clean}
   * Their opens are not told to anybody, for up to ten seconds. While a file has its mark, whoever
   * opens it for writing or truncates it waits until the mark is gone, or with O_NONBLOCK gets
   * EWOULDBLOCK. Needs cached verdicts, and an open descriptor for each file: lowered where this
   * process may not open so many.
   *
   * @param value files at once, up to 65536; 0 for none
   */
  public FanotifyOptions withKernelMarks(int value) {
    return with(draft -> draft.kernelMarks = value);
  }

  /**
   * {@return the same whose operations wait longer for callbacks that ask for it: {@link
   * io.filterport.volume.FileOperation#askForMoreTime}}
   *
   * @param value further time limits for an operation, up to 1000
   */
  public FanotifyOptions withExtensions(int value) {
    return with(draft -> draft.extensions = value);
  }

  /**
   * {@return the same with another bound on operations that have happened and wait to be told to
   * post-operation callbacks} More are counted and not told.
   *
   * @param value operations, 1…65536
   */
  public FanotifyOptions withMaxUntold(int value) {
    return with(draft -> draft.maxUntold = value);
  }

  /**
   * {@return the same with another bound on the descriptors that the volume uses}
   *
   * @param value descriptors, up to 65536, such as {@link FanotifyVolume#descriptorsForEach} says;
   *     0 for half of those that are left when it opens
   */
  public FanotifyOptions withMaxDescriptors(int value) {
    return with(draft -> draft.maxDescriptors = value);
  }

  /**
   * {@return the same that asks about {@link io.filterport.volume.FileOperation.Kind#ACCESS}: each
   * read, write and mapping of a file that was opened while the volume was guarding waits for a
   * verdict} On ext4, xfs and btrfs with Linux 6.14 or newer; elsewhere the volume does not open.
   * Not together with a selection of directories.
   */
  public FanotifyOptions withAccess() {
    return with(draft -> draft.access = true);
  }

  /**
   * {@return the same that asks about some opens only}
   *
   * @param value which opens are asked about
   */
  public FanotifyOptions withSelection(Selection value) {
    return with(draft -> draft.selection = value);
  }

  VolumeOptions volume() {
    return volume;
  }

  int workers() {
    return workers;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  int cachedVerdicts() {
    return cachedVerdicts;
  }

  int kernelMarks() {
    return kernelMarks;
  }

  int extensions() {
    return extensions;
  }

  int maxUntold() {
    return maxUntold;
  }

  int maxDescriptors() {
    return maxDescriptors;
  }

  boolean access() {
    return access;
  }

  Selection selection() {
    return selection;
  }

  boolean asksAboutDirectories() {
    return selection.types().contains(Selection.Type.DIRECTORY);
  }
}

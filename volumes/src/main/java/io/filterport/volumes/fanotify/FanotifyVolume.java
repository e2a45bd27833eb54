package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The files below one directory, as every process of the machine opens and executes them; needs
 * Linux 5.15 and CAP_SYS_ADMIN. Safe for use by any thread.
 *
 * <p>The kernel asks about the whole file system that the directory lies on, so nobody gets round
 * it through a bind mount, another mount namespace or a hard link, nor with Linux 6.5 through an
 * overlay; see {@code GuardedTree} for what is then allowed unasked. Other file systems mounted
 * below the directory are not guarded. Only regular files are asked about, and directories where
 * the {@link Selection} says so. An execution is asked about twice, as {@link
 * FileOperation.Kind#EXEC} and as {@link FileOperation.Kind#OPEN}, and a script's interpreter opens
 * it once more.
 *
 * <p>An opener waits until the callbacks have decided, at most for the volume's time limit; then
 * the default verdict counts. It gets EPERM if the verdict is deny. What this process opens is
 * allowed unasked, because it would wait for itself. If this process dies, the kernel allows
 * whatever waits and guards nothing any more, and while it is stopped everybody waits; a {@link
 * Holder} changes both. Run it with {@code -XX:+ExitOnOutOfMemoryError}, and in the first pid
 * namespace, for the processes of others have no number here.
 */
public final class FanotifyVolume implements Volume {
  private static final Set<FileOperation.Kind> OPENS =
      Set.copyOf(EnumSet.of(FileOperation.Kind.OPEN, FileOperation.Kind.EXEC));
  private static final Set<FileOperation.Kind> OPENS_AND_ACCESS =
      Set.copyOf(
          EnumSet.of(FileOperation.Kind.OPEN, FileOperation.Kind.EXEC, FileOperation.Kind.ACCESS));

  private final String name;
  private final FanotifyOptions options;
  private final int group;
  private final boolean access;
  private final GuardedTree tree;
  private final DescriptorBudget budget;
  private final CallbackStack stack;
  private final Exemptions exemptions = new Exemptions();
  private final Tally tally = new Tally();
  private final NamelessFiles nameless = new NamelessFiles();
  private final VerdictCache cache;
  private final TroubleLog log;
  private final MarkKeeper keeper;
  private final EventPipeline pipeline;
  private final Reports reports;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FanotifyVolume(
      int group,
      GuardedTree tree,
      FanotifyOptions options,
      DescriptorBudget budget,
      CallbackStack stack,
      TroubleLog log) {
    this.name = options.volume().name();
    this.options = options;
    this.group = group;
    this.access = options.access();
    this.tree = tree;
    this.budget = budget;
    this.stack = stack;
    this.log = log;
    KernelMarks marks =
        new KernelMarks(
            group, tree.descriptor(), budget.capacity().marks(), KernelMarks.LIFE_NANOS, nameless);
    this.cache = VerdictCache.of(options.cachedVerdicts(), marks);
    this.keeper = new MarkKeeper(cache);
    this.pipeline =
        new EventPipeline(
            group, options, budget.capacity(), tree, stack, exemptions, log.counts(), tally, cache);
    this.reports = new Reports(options, tree, stack, exemptions, log.counts());
  }

  /**
   * Begins to guard a directory. Until a callback is attached everything is allowed.
   *
   * @param directory an existing directory, on a file system that this process does not need itself
   * @param options how to ask
   * @return the volume
   * @throws FilterPortException {@link NtStatus#PRIVILEGE_NOT_HELD} without CAP_SYS_ADMIN; {@link
   *     NtStatus#NOT_SUPPORTED} if the kernel lacks something, or the file system is the root's, or
   *     holds the Java runtime, this program, the directory for temporary files, /tmp, the working
   *     directory, a file that an option of the JVM names or one that this process has open for
   *     writing, such as its redirected output, or what the kernel opens for core dumps, or is not
   *     ext4 while verdicts are to be kept, or the kernel is older than Linux 6.5 then, or /proc is
   *     of another pid namespace; {@link NtStatus#OBJECT_PATH_NOT_FOUND} if there is no such
   *     directory; {@link NtStatus#INSUFFICIENT_RESOURCES} if descriptors are short
   */
  public static FanotifyVolume open(Path directory, FanotifyOptions options) {
    return open(directory, options, volume -> {});
  }

  /**
   * Begins to guard a directory, with callbacks and exemptions that stand before the kernel first
   * asks: so a volume can take the place of another one, and no operation slips through between.
   *
   * @param directory as for {@link #open(Path, FanotifyOptions)}
   * @param options how to ask
   * @param before attaches callbacks; what it throws ends the volume
   * @return the volume
   * @throws FilterPortException as {@link #open(Path, FanotifyOptions)}
   */
  public static FanotifyVolume open(
      Path directory, FanotifyOptions options, Consumer<FanotifyVolume> before) {
    int group = FanotifySupport.openGroup("guarding " + directory, options.access());
    try {
      return open(group, directory, options, before);
    } catch (RuntimeException | Error e) {
      Fds.close(group);
      throw e;
    }
  }

  /**
   * {@return how many descriptors each of some new volumes may use, so that all volumes that there
   * will be can be replaced at once, by as many that may use as much} Fewer where others of this
   * process have more than that.
   *
   * @param more the new volumes, at least one
   * @param staying how many stay beside them
   * @param leaving those that are closed when the new ones guard
   * @see FanotifyOptions#withMaxDescriptors
   */
  public static int descriptorsForEach(int more, int staying, Collection<FanotifyVolume> leaving) {
    List<DescriptorBudget> budgets = leaving.stream().map(volume -> volume.budget).toList();
    long each = DescriptorBudget.planned(more, staying, budgets);
    return (int) Math.max(1, each);
  }

  private static FanotifyVolume open(
      int group, Path directory, FanotifyOptions options, Consumer<FanotifyVolume> before) {
    GuardedTree tree = GuardedTree.open(directory);
    try {
      ProcessNumbers.check(directory);
      HostFiles.checkApart(directory, tree.descriptor());
      if (options.cachedVerdicts() > 0) {
        CachingSupport.check(directory, tree.descriptor());
      }
      return open(group, tree, options, DescriptorBudget.take(options), before);
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  static FanotifyVolume open(
      int group,
      GuardedTree tree,
      FanotifyOptions options,
      DescriptorBudget budget,
      Consumer<FanotifyVolume> before) {
    try {
      Rehearsal.run(options, budget.capacity(), tree);
      return open(group, tree, options, budget, new CallbackStack(options.volume()), before);
    } catch (RuntimeException | Error e) {
      budget.giveBack();
      throw e;
    }
  }

  private static FanotifyVolume open(
      int group,
      GuardedTree tree,
      FanotifyOptions options,
      DescriptorBudget budget,
      CallbackStack stack,
      Consumer<FanotifyVolume> before) {
    try {
      TroubleLog log = TroubleLog.of(options.volume().name());
      return open(group, tree, options, budget, stack, log, before);
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  private static FanotifyVolume open(
      int group,
      GuardedTree tree,
      FanotifyOptions options,
      DescriptorBudget budget,
      CallbackStack stack,
      TroubleLog log,
      Consumer<FanotifyVolume> before) {
    try {
      FanotifyVolume volume = new FanotifyVolume(group, tree, options, budget, stack, log);
      volume.start(before);
      return volume;
    } catch (RuntimeException | Error e) {
      log.close();
      throw e;
    }
  }

  private void start(Consumer<FanotifyVolume> before) {
    try {
      pipeline.start();
      if (options.kernelMarks() > 0) {
        keeper.start();
      }
      before.accept(this);
      mark();
    } catch (RuntimeException | Error e) {
      reports.close();
      pipeline.close();
      keeper.close();
      nameless.close();
      exemptions.close();
      throw e;
    }
  }

  private void mark() {
    int flags = Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM;
    long directories = options.asksAboutDirectories() ? Fanotify.ONDIR : 0;
    long opens = Fanotify.OPEN_PERM | Fanotify.OPEN_EXEC_PERM | directories;
    check("guarding " + name, Fanotify.mark(group, flags, opens, tree.descriptor()));
    if (access) {
      int result = Fanotify.mark(group, flags, Fanotify.PRE_ACCESS, tree.descriptor());
      check("asking about access to the files of " + name, result);
    }
  }

  private static void check(String what, int result) {
    if (result < 0) {
      throw FanotifySupport.refusal(what, result);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@return OPEN and EXEC, and ACCESS if it was asked for: making, renaming and deleting a file
   * cannot be vetoed here}
   */
  @Override
  public Set<FileOperation.Kind> capabilities() {
    return access ? OPENS_AND_ACCESS : OPENS;
  }

  /**
   * {@return CREATE, WRITE_CLOSE, RENAME and DELETE where the kernel tells of them for this file
   * system, else nothing} They have happened when callbacks hear of them, nobody waits, and what
   * this process and exempt ones did is not told. What an open came to is never told.
   */
  @Override
  public Set<FileOperation.Kind> reports() {
    return reports.kinds();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post) {
    if (!post.equals(PostOperationCallback.NONE)) {
      reports.begin();
    }
    Attachment attachment = stack.attach(altitude, pre, post);
    cache.distrust();
    return attachment;
  }

  @Override
  public VolumeCounters counters() {
    return tally.snapshot();
  }

  @Override
  public CacheCounters cacheCounters() {
    return cache.counters();
  }

  /** {@return the numbers of {@link #eventCounters}, and those of later kinds, by their names} */
  @Override
  public Map<String, Long> events() {
    return log.counts().byName();
  }

  @Override
  public Map<String, Long> untoldVerdicts() {
    return stack.verdicts().losses();
  }

  /** {@return what happened to the kernel's events so far} */
  public FanotifyCounters eventCounters() {
    return log.counts().snapshot();
  }

  /** {@return what became of the events that are told afterwards} */
  public ReportCounters reportCounters() {
    return log.counts().reports();
  }

  FanotifyOptions options() {
    return options;
  }

  int group() {
    return group;
  }

  int directory() {
    return tree.descriptor();
  }

  /** See {@link VerdictCache#trustUntil}. */
  void trustVerdictsUntil(long nanoTime) {
    cache.trustUntil(nanoTime);
  }

  /** See {@link VerdictCache#trustForGood}. */
  void trustVerdictsForGood() {
    cache.trustForGood();
  }

  /** {@return a number that grows while the reader takes events, or finds that it can have none} */
  long taken() {
    return log.counts().total(Count.READ) + pipeline.turns();
  }

  /** {@return whether the reader leaves events unread because there is no room for them} */
  boolean isResting() {
    return pipeline.isResting();
  }

  /** {@return whether the reader is at work, or should be, if it does not rest} */
  boolean hasToRead() {
    return pipeline.isReading() || hasUnread();
  }

  boolean hasUnread() {
    return Poll.await(group, Poll.IN, 0) > 0;
  }

  /**
   * {@return the exemption of a process from being asked about} For the service that decides about
   * the volume's files, while it is connected: it would wait for itself. Whoever is exempt reads
   * and executes every guarded file.
   *
   * @param pid the process; its children are not exempt
   * @param pidfd a descriptor of the same process, best the kernel's own word on who is connected;
   *     it stays the caller's. The exemption ends with the process, whoever gets its number
   * @throws FilterPortException {@link NtStatus#NOT_SUPPORTED} for 0, a process of another pid
   *     namespace; {@link NtStatus#INVALID_HANDLE} if the descriptor is not open; {@link
   *     NtStatus#INSUFFICIENT_RESOURCES} if this process may open no more
   */
  public Exemption exempt(long pid, int pidfd) {
    return exemptions.add(Math.toIntExact(pid), pidfd);
  }

  /**
   * Ends the guard. Operations that wait are still decided by their callbacks, so this returns when
   * the last one is answered: at the latest after the time limit. What has happened is still told,
   * for another time limit at most. A callback that hangs is not waited for.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      int everything = Fanotify.MARK_FLUSH | Fanotify.MARK_FILESYSTEM;
      Fanotify.mark(group, everything, 0, tree.descriptor());
      pipeline.close();
      reports.close();
      keeper.close();
      nameless.close();
      stack.close();
      tree.close();
      Fds.close(group);
      exemptions.close();
      log.close();
      budget.giveBack();
    }
  }
}

package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.volume.CacheCounters;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeCounters;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The files below one directory, as every process of the machine opens and executes them; needs
 * Linux 5.15 and CAP_SYS_ADMIN. Safe for use by any thread.
 *
 * <p>The kernel asks about the whole file system that the directory lies on, so nobody gets round
 * it through a bind mount, another mount namespace or a hard link; see {@code GuardedTree} for what
 * is then allowed unasked. Other file systems mounted below the directory are not guarded. Only
 * regular files are asked about. An execution is asked about twice, as {@link
 * FileOperation.Kind#EXEC} and as {@link FileOperation.Kind#OPEN}, and a script's interpreter opens
 * it once more.
 *
 * <p>An opener waits until the callbacks have decided, at most for the volume's time limit; then
 * the default verdict counts. It gets EPERM if the verdict is deny. What this process opens is
 * allowed unasked, because it would wait for itself. If this process dies, the kernel allows
 * whatever waits and guards nothing any more; run it with {@code -XX:+ExitOnOutOfMemoryError}, and
 * in the first pid namespace, for the processes of others have no number here.
 */
public final class FanotifyVolume implements Volume {
  private static final Set<FileOperation.Kind> CAPABILITIES =
      Set.copyOf(EnumSet.of(FileOperation.Kind.OPEN, FileOperation.Kind.EXEC));

  private final String name;
  private final int group;
  private final GuardedTree tree;
  private final CallbackStack stack;
  private final Exemptions exemptions = new Exemptions();
  private final Tally tally = new Tally();
  private final VerdictCache cache;
  private final TroubleLog log;
  private final EventPipeline pipeline;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FanotifyVolume(int group, GuardedTree tree, FanotifyOptions options, Capacity capacity) {
    this.name = options.volume().name();
    this.group = group;
    this.tree = tree;
    this.stack = new CallbackStack(options.volume());
    this.log = TroubleLog.of(name);
    this.cache = VerdictCache.of(options.cachedVerdicts());
    this.pipeline =
        new EventPipeline(
            group, options, capacity, tree, stack, exemptions, log.counts(), tally, cache);
  }

  /**
   * Begins to guard a directory. Until a callback is attached everything is allowed.
   *
   * @param directory an existing directory, on a file system that this process does not need itself
   * @param options how to ask
   * @return the volume
   * @throws FilterPortException {@link NtStatus#PRIVILEGE_NOT_HELD} without CAP_SYS_ADMIN; {@link
   *     NtStatus#NOT_SUPPORTED} if the kernel lacks something, or the file system is the root's, or
   *     holds the Java runtime, this program, the directory for temporary files or a file that this
   *     process has open for writing, such as its redirected output, or is neither ext4 nor tmpfs
   *     while verdicts are to be kept; {@link NtStatus#OBJECT_PATH_NOT_FOUND} if there is no such
   *     directory; {@link NtStatus#INSUFFICIENT_RESOURCES} if descriptors are short
   */
  public static FanotifyVolume open(Path directory, FanotifyOptions options) {
    int group = FanotifySupport.openGroup("guarding " + directory);
    try {
      return open(group, directory, options);
    } catch (RuntimeException | Error e) {
      Fds.close(group);
      throw e;
    }
  }

  private static FanotifyVolume open(int group, Path directory, FanotifyOptions options) {
    GuardedTree tree = GuardedTree.open(directory);
    try {
      HostFiles.checkApart(directory, tree.descriptor());
      if (options.cachedVerdicts() > 0) {
        CachingSupport.check(directory, tree.descriptor());
      }
      Capacity capacity = Capacity.of(options, DescriptorLimit.get());
      Rehearsal.run(options, capacity, tree);
      FanotifyVolume volume = new FanotifyVolume(group, tree, options, capacity);
      volume.start();
      return volume;
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  private void start() {
    try {
      pipeline.start();
      mark();
    } catch (RuntimeException | Error e) {
      pipeline.close();
      log.close();
      throw e;
    }
  }

  private void mark() {
    int flags = Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM;
    long events = Fanotify.OPEN_PERM | Fanotify.OPEN_EXEC_PERM;
    int result = Fanotify.mark(group, flags, events, tree.descriptor());
    if (result < 0) {
      throw FanotifySupport.refusal("guarding " + name, result);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return OPEN and EXEC: making, renaming and deleting a file cannot be vetoed here} */
  @Override
  public Set<FileOperation.Kind> capabilities() {
    return CAPABILITIES;
  }

  /** {@return nothing: the kernel does not say what an open that was allowed came to} */
  @Override
  public Set<FileOperation.Kind> reports() {
    return Set.of();
  }

  @Override
  public Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post) {
    return stack.attach(altitude, pre, post);
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

  /** {@return what happened to the kernel's events so far} */
  public FanotifyCounters eventCounters() {
    return log.counts().snapshot();
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
   * the last one is answered: at the latest after the time limit. A callback that hangs is not
   * waited for.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      int everything = Fanotify.MARK_FLUSH | Fanotify.MARK_FILESYSTEM;
      Fanotify.mark(group, everything, 0, tree.descriptor());
      pipeline.close();
      stack.close();
      tree.close();
      Fds.close(group);
      exemptions.close();
      log.close();
    }
  }
}

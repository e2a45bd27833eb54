package io.filterport.volumes.nio;

import io.filterport.NtStatus;
import io.filterport.volume.FileOperation.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which operations a call of a provider is: each method returns if the call may go on. For one
 * call; paths are the delegate's.
 *
 * <p>What the call comes to, each of its operations came to: also those that were let pass before
 * the one that ended it. They are told in the order in which they were asked about.
 *
 * <p>A call that can only fail, for what is or is not there, fails here and never reaches the
 * delegate: between the look and the call that might change, and the call go on unasked.
 */
final class Questions {
  private final Gate gate;
  private final List<Passed> passed = new ArrayList<>();

  private Questions(Gate gate) {
    this.gate = gate;
  }

  /** Asks, and then does what was asked about. */
  @FunctionalInterface
  interface Call<T> {
    T run(Questions questions) throws IOException;
  }

  /** A call without a result. */
  @FunctionalInterface
  interface Action {
    void run(Questions questions) throws IOException;
  }

  /** {@return what the call returns} Tells what it came to before it throws what that threw. */
  static <T> T call(Gate gate, Call<T> call) throws IOException {
    Questions questions = new Questions(gate);
    NtStatus status = NtStatus.SUCCESS;
    try {
      return call.run(questions);
    } catch (Throwable e) {
      status = Outcomes.of(e);
      throw e;
    } finally {
      questions.tell(status);
    }
  }

  static void run(Gate gate, Action action) throws IOException {
    call(
        gate,
        questions -> {
          action.run(questions);
          return questions;
        });
  }

  private void tell(NtStatus status) {
    passed.forEach(operation -> operation.done(status));
  }

  private void pass(Kind kind, Entry entry) throws AccessDeniedException {
    passed.add(gate.pass(kind, entry));
  }

  /** Before a file is opened. */
  void open(Path file, OpenMode mode) throws IOException {
    if (gate.isIdle()) {
      return;
    }
    Entry opened = opened(file, mode);
    pass(opened.exists() ? Kind.OPEN : Kind.CREATE, opened);
    if (mode.deletesOnClose()) {
      pass(Kind.DELETE, Entry.itselfOrMissing(file));
    }
  }

  private static Entry opened(Path file, OpenMode mode) throws IOException {
    if (mode.createsOnly()) {
      refuseExisting(file);
    }
    try {
      return Entry.of(file);
    } catch (NoSuchFileException e) {
      if (mode.creates()) {
        return Entry.missing(file);
      }
      throw e;
    }
  }

  /** Before a directory or a symbolic link is made. */
  void create(Path entry) throws IOException {
    if (!gate.isIdle()) {
      refuseExisting(entry);
      pass(Kind.CREATE, Entry.missing(entry));
    }
  }

  /** Before a hard link is made: a second name leads to the same bytes, as opening them would. */
  void link(Path link, Path existing) throws IOException {
    if (gate.isIdle()) {
      return;
    }
    refuseExisting(link);
    Entry linked = linked(existing);
    if (linked.isFile()) {
      pass(Kind.OPEN, linked);
    }
    pass(Kind.CREATE, Entry.missing(link));
  }

  /** Some systems make a second name of a symbolic link, some of what it leads to. */
  private static Entry linked(Path existing) throws IOException {
    Entry named = Entry.itself(existing);
    return Files.isRegularFile(existing) ? Entry.of(existing) : named;
  }

  /**
   * Before a copy, which opens its source, removes what it replaces, and makes its target. Only of
   * a file bytes are read.
   *
   * @return whether bytes will be written
   */
  boolean copy(Path source, Path target, CopyOption... options) throws IOException {
    if (gate.isIdle()) {
      return false;
    }
    Entry read = Entry.of(source, links(options));
    if (read.isFile()) {
      pass(Kind.OPEN, read);
    }
    replace(target, options);
    pass(Kind.CREATE, Entry.missing(target));
    return read.isFile();
  }

  /** After a copy, whose target has no writer that could be closed. */
  void written(Path target) throws IOException {
    if (!gate.isIdle()) {
      pass(Kind.WRITE_CLOSE, Entry.ofOrMissing(target));
    }
  }

  private static LinkOption[] links(CopyOption... options) {
    return Arrays.stream(options).filter(LinkOption.class::isInstance).toArray(LinkOption[]::new);
  }

  /** Before a move within the file system. */
  void move(Path source, Path target, CopyOption... options) throws IOException {
    if (!gate.isIdle()) {
      passed.add(gate.pass(Kind.RENAME, Entry.itself(source), target));
      replace(target, options);
    }
  }

  private void replace(Path target, CopyOption... options) throws IOException {
    if (!replaces(options)) {
      return;
    }
    Entry replaced = Entry.itselfOrMissing(target);
    if (replaced.exists()) {
      pass(Kind.DELETE, replaced);
    }
  }

  /** Whether an atomic move replaces is up to the delegate. */
  private static boolean replaces(CopyOption... options) {
    List<CopyOption> all = Arrays.asList(options);
    return all.contains(StandardCopyOption.REPLACE_EXISTING)
        || all.contains(StandardCopyOption.ATOMIC_MOVE);
  }

  /** Before something is removed. */
  void delete(Path entry) throws IOException {
    if (!gate.isIdle()) {
      pass(Kind.DELETE, Entry.itself(entry));
    }
  }

  private static void refuseExisting(Path entry) throws FileAlreadyExistsException {
    if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(entry.toString());
    }
  }
}

package io.filterport.verify.onaccess.churn;

import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Makes files, renames, rewrites and deletes them. */
final class Writer implements Runnable {
  private static final int MOST_LINES = 800;
  private static final String NOT_PERMITTED = "Operation not permitted";

  private final Tree tree;
  private final Counts counts;
  private final BooleanSupplier over;
  private final SplittableRandom random;
  private final Path fresh;
  private final Infection infection;

  Writer(Tree tree, Counts counts, BooleanSupplier over, int number) throws IOException {
    this.tree = tree;
    this.counts = counts;
    this.over = over;
    this.random = new SplittableRandom(number);
    this.fresh = tree.directories().get(number).resolve("fresh");
    this.infection = new Infection(fresh.resolveSibling("own"), counts);
  }

  @Override
  public void run() {
    while (!over.getAsBoolean()) {
      try {
        step();
        infection.step();
      } catch (NoSuchFileException e) {
        counts.missing.increment(); // somebody else has taken it
      } catch (FileSystemException e) {
        (NOT_PERMITTED.equals(e.getReason()) ? counts.cleanDenied : counts.failed).increment();
      } catch (IOException e) {
        counts.failed.increment();
      }
    }
  }

  private void step() throws IOException {
    int dice = random.nextInt(100);
    if (dice < 40) {
      make(Tree.Kind.CLEAN);
    } else if (dice < 60) {
      make(Tree.Kind.EICAR);
    } else if (dice < 70) {
      rename(Tree.Kind.CLEAN);
    } else if (dice < 80) {
      rename(Tree.Kind.EICAR);
    } else if (dice < 90) {
      rewrite();
    } else {
      delete();
    }
  }

  private void make(Tree.Kind kind) throws IOException {
    Files.write(fresh, kind == Tree.Kind.CLEAN ? text() : Eicar.testFile());
    move(fresh, tree.toChange(kind, random));
    counts.written.increment();
  }

  private byte[] text() {
    String line = "clean " + random.nextInt() + "\n";
    return line.repeat(1 + random.nextInt(MOST_LINES)).getBytes(StandardCharsets.US_ASCII);
  }

  private void rename(Tree.Kind kind) throws IOException {
    move(tree.toChange(kind, random), tree.toChange(kind, random));
    counts.renamed.increment();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** In place, as it lies there. */
  private void rewrite() throws IOException {
    try (FileChannel file =
        FileChannel.open(tree.toChange(Tree.Kind.CLEAN, random), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text()));
    }
    counts.written.increment();
  }

  private void delete() throws IOException {
    Tree.Kind kind = random.nextBoolean() ? Tree.Kind.CLEAN : Tree.Kind.EICAR;
    Files.delete(tree.toChange(kind, random));
    counts.deleted.increment();
  }
}

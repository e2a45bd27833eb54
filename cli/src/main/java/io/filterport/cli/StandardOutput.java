package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A writer of data, in UTF-8 wherever it goes, which knows why writing has failed. */
final class StandardOutput extends PrintWriter {
  /** EPIPE, as the C library says it in the locale of the launcher. */
  private static final String NO_READER = "Broken pipe";

  private final Witness witness;

  private StandardOutput(Witness witness) {
    super(witness, true, StandardCharsets.UTF_8);
    this.witness = witness;
  }

  static StandardOutput of(OutputStream out) {
    return new StandardOutput(new Witness(out));
  }

  static StandardOutput ofProcess() {
    return of(new FileOutputStream(FileDescriptor.out));
  }

  /** A reader that has gone had what it wanted, such as head: then nothing is missing anywhere. */
  void requireWritten() {
    if (checkError() && !NO_READER.equals(witness.reason)) {
      throw new FilterPortException(
          "writing standard output: " + witness.reason,
          NtStatus.UNSUCCESSFUL,
          "Make room, or write somewhere else; what is there is not whole.");
    }
  }

  /** Remembers the first failure, of which a PrintWriter keeps only that it was. */
  private static final class Witness extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable String reason;

    Witness(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        reason = reason == null ? e.getMessage() : reason;
        throw e;
      }
    }
  }
}

package io.filterport.cli;

import io.filterport.cli.config.Range;
import io.filterport.scanner.engine.ClamdEngine;
import io.filterport.scanner.engine.ClamdOptions;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.SignatureFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What scans, and what it needs. */
final class EngineOption {
  /** The engines there are. */
  enum Kind {
    /** Byte and hash signatures of a text file. */
    PATTERNS,
    /** ClamAV's daemon on this machine. */
    CLAMD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "patterns",
      description = "What scans: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  @Option(
      names = "--signatures",
      paramLabel = "FILE",
      description = "Signatures of the patterns engine (default: EICAR alone).")
  private @Nullable Path signatures;

  @Option(
      names = "--patterns-max-file",
      paramLabel = "BYTES",
      description =
          "Up to which size the patterns engine scans; larger files get no verdict (default: "
              + PatternEngine.DEFAULT_MAX_FILE_BYTES
              + ").")
  private @Nullable Long patternsMaxFile;

  @Option(
      names = "--clamd-socket",
      paramLabel = "PATH",
      description =
          "The LocalSocket of the clamd engine's clamd (default: "
              + ClamdOptions.DEFAULT_SOCKET
              + ").")
  private @Nullable Path clamdSocket;

  @Option(
      names = "--clamd-max-file",
      paramLabel = "BYTES",
      description =
          "The MaxFileSize of the clamd engine's clamd. It calls larger files clean unread; here"
              + " they get no verdict (default: "
              + ClamdOptions.DEFAULT_MAX_FILE_BYTES
              + ").")
  private @Nullable Long clamdMaxFile;

  /**
   * {@return the engine, not yet {@linkplain #start started}}
   *
   * @param workers threads that will scan
   * @param observer told of outages
   */
  ScanEngine open(int workers, Consumer<String> observer) {
    return switch (kind) {
      case PATTERNS -> patterns();
      case CLAMD -> clamd(workers, observer);
    };
  }

  /**
   * {@return an engine with the signatures as they are now}
   *
   * @param running scans; one that has no signatures of its own is asked for their version
   */
  ScanEngine openAgain(ScanEngine running) {
    if (running instanceof ClamdEngine clamd) {
      clamd.askAgain();
      return clamd;
    }
    return patterns();
  }

  /** Checks the options and reads the signatures; nothing is connected. */
  void check() {
    ScanEngine ignored = open(1, text -> {});
  }

  private ScanEngine patterns() {
    refuse("--clamd-socket", clamdSocket, Kind.CLAMD);
    refuse("--clamd-max-file", clamdMaxFile, Kind.CLAMD);
    Path file = signatures;
    PatternEngine engine = file == null ? PatternEngine.builtIn() : load(file);
    return patternsMaxFile == null
        ? engine
        : engine.withMaxFileBytes(bytes("--patterns-max-file", patternsMaxFile));
  }

  private static PatternEngine load(Path file) {
    try {
      return PatternEngine.load(file);
    } catch (SignatureFormatException e) {
      throw new TypeConversionException(e.getMessage());
    } catch (IOException e) {
      throw new TypeConversionException("'" + file + "' cannot be read: " + e);
    }
  }

  private ScanEngine clamd(int workers, Consumer<String> observer) {
    refuse("--signatures", signatures, Kind.PATTERNS);
    refuse("--patterns-max-file", patternsMaxFile, Kind.PATTERNS);
    Path path = clamdSocket == null ? Path.of(ClamdOptions.DEFAULT_SOCKET) : clamdSocket;
    ClamdOptions options = ClamdOptions.of(path, workers);
    return new ClamdEngine(
        clamdMaxFile == null
            ? options
            : options.withMaxFileBytes(bytes("--clamd-max-file", clamdMaxFile)),
        observer);
  }

  /** Whoever gives an option for an engine means that engine. */
  private static void refuse(String option, @Nullable Object value, Kind other) {
    if (value != null) {
      throw new TypeConversionException(option + " is for --engine " + other);
    }
  }

  private static long bytes(String option, long value) {
    return Numbers.inRange(option, value, Range.SCANNED_FILE);
  }

  /** To be called as the user that scans: that root reaches clamd says nothing. */
  static void start(ScanEngine engine) {
    if (engine instanceof ClamdEngine clamd) {
      clamd.start();
    }
  }
}

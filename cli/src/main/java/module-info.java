import org.jspecify.annotations.NullMarked;

/** The {@code filterport} command: every subcommand, its options, its output and its exit codes. */
@NullMarked
module io.filterport.cli {
  requires io.filterport;
  requires info.picocli;
  requires static org.jspecify;

  opens io.filterport.cli to
      info.picocli;
}

import org.jspecify.annotations.NullMarked;

/** The {@code filterport} command: every subcommand, its options, its output and its exit codes. */
@NullMarked
module io.filterport.cli {
  requires static org.jspecify;
  requires io.filterport;
  requires io.filterport.ipc;
  requires io.filterport.linux;
  requires io.filterport.scanner;
  requires io.filterport.spy;
  requires io.filterport.volumes;
  requires info.picocli;
  requires java.logging;
  requires jdk.unsupported;
  // tomlj needs it, and as an automatic module cannot say so
  requires org.antlr.antlr4.runtime;
  requires org.jline.terminal;
  requires org.tomlj;

  uses io.filterport.spi.FilterProvider;

  provides io.filterport.spi.FilterProvider with
      io.filterport.cli.EchoFilter,
      io.filterport.cli.InspectionFilter;

  opens io.filterport.cli to
      info.picocli;
}

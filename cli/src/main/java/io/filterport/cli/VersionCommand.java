package io.filterport.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code filterport version}: what a bug report needs to say. */
@Command(
    name = "version",
    description = "Print the version of Filterport, of Java and of the system.")
final class VersionCommand implements Runnable {
  @Mixin private OutputOption output;

  @Override
  public void run() {
    output.print(versions());
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("filterport", ofFilterport());
    versions.put("java", Runtime.version().toString());
    versions.put("vendor", System.getProperty("java.vendor"));
    versions.put("system", System.getProperty("os.name"));
    versions.put("release", System.getProperty("os.version"));
    versions.put("processor", System.getProperty("os.arch"));
    return versions;
  }

  /** The compiler records the version in the module's descriptor. */
  private static String ofFilterport() {
    return VersionCommand.class.getModule().getDescriptor().rawVersion().orElse("unknown");
  }

  /** {@code filterport --version}: the bare number. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {ofFilterport()};
    }
  }
}

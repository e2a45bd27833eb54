package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.Range;
import io.filterport.filter.PortAttributes;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may connect to a port, and how long its messages are. */
final class PortOption {
  @Option(
      names = "--sddl",
      paramLabel = "SDDL",
      description =
          "Who may connect (default: SYSTEM, which is root and this user, and administrators).")
  private @Nullable String sddl;

  @Option(
      names = "--strict-access",
      description =
          "Ask clients for all access to a port (0x1f0001), as Windows does, instead of for the"
              + " right to connect (0x1).")
  private boolean strictAccess;

  @Option(
      names = "--max-message",
      paramLabel = "BYTES",
      defaultValue = "" + PortAttributes.DEFAULT_MAX_MESSAGE_BYTES,
      description =
          "The longest message and reply of each port, up to 64 MiB (default: ${DEFAULT-VALUE}).")
  private int maxMessage;

  /** Checks what the options alone cannot. */
  void check() {
    int _ = Numbers.inRange("--max-message", maxMessage, Range.MAX_MESSAGE);
  }

  /**
   * Whoever answers for a volume reads every guarded file and is never asked about, so a descriptor
   * that admits everyone is none for a host that guards.
   */
  void requireNarrow() {
    SecurityDescriptor descriptor = descriptor();
    if (descriptor != null && AccessCheck.admitsEveryone(descriptor, needed())) {
      throw new FilterPortException(
          "descriptor " + descriptor.toSddl() + " for a host that guards volumes",
          NtStatus.INVALID_SECURITY_DESCR,
          "It admits everyone; name the user of the service, such as (A;;GA;;;S-1-22-1-998).");
    }
  }

  /** {@return what a port is to be, with what was said about it} */
  PortAttributes told(PortAttributes port) {
    PortAttributes sized = port.withMaxMessageBytes(maxMessage);
    PortAttributes strict = strictAccess ? sized.withStrictAccess() : sized;
    SecurityDescriptor descriptor = descriptor();
    return descriptor == null ? strict : strict.withSecurityDescriptor(descriptor);
  }

  private AccessMask needed() {
    return strictAccess ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
  }

  /** {@return the descriptor; null for the default, which is narrow} */
  private @Nullable SecurityDescriptor descriptor() {
    String text = sddl;
    return text == null ? null : SecurityDescriptor.parse(text);
  }
}

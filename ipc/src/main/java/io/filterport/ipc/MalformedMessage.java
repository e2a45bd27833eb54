package io.filterport.ipc;

import io.filterport.NtStatus;

/** Bytes of a control socket that are no message of this version. */
final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean versionDiffers;

  MalformedMessage(String reason) {
    this(reason, false);
  }

  private MalformedMessage(String reason, boolean versionDiffers) {
    super(reason);
    this.versionDiffers = versionDiffers;
  }

  static MalformedMessage version(int major, int minor) {
    return new MalformedMessage(
        "the sender speaks protocol %d.%d and this side %d.%d"
            .formatted(major, minor, ControlMessage.MAJOR, ControlMessage.MINOR),
        true);
  }

  NtStatus status() {
    return versionDiffers ? NtStatus.UNKNOWN_REVISION : NtStatus.INVALID_PARAMETER;
  }
}

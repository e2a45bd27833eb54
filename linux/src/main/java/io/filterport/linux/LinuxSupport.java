package io.filterport.linux;

/** Tells whether the calls of this module can work here at all. */
public final class LinuxSupport {
  private static final String SYSTEM = System.getProperty("os.name", "");
  private static final boolean AVAILABLE = SYSTEM.equals("Linux") && Arch.KNOWN;

  private LinuxSupport() {}

  /** {@return whether this is Linux on x86-64 or aarch64} */
  public static boolean isAvailable() {
    return AVAILABLE;
  }

  static UnsupportedOperationException unsupported(String function) {
    String place = SYSTEM + " on " + System.getProperty("os.arch");
    return new UnsupportedOperationException(
        AVAILABLE
            ? function + " is missing from this system's C library"
            : function + " needs Linux on x86-64 or aarch64; this is " + place);
  }
}

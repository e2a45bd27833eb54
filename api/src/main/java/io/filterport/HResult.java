package io.filterport;

/**
 * An HRESULT: the 32-bit code that the service side sees. Immutable.
 *
 * <p>Any 32-bit value may travel; the constants are only the ones this library itself produces. The
 * translation from {@link NtStatus} is {@link NtStatus#toHResult()}.
 *
 * @param value the code, as the signed 32-bit number it is on Windows
 */
public record HResult(int value) {
  /** The call succeeded: its final status was exactly zero (ERR-01). */
  public static final HResult S_OK = new HResult(0);

  /** Any status of a facility that has no translation (ERR-05). */
  public static final HResult E_FAIL = new HResult(0x80004005);

  /** A parameter is invalid; Win32 error 87. */
  public static final HResult E_INVALIDARG = new HResult(0x80070057);

  /** The handle is closed or its peer is gone; Win32 error 6. */
  public static final HResult E_HANDLE = new HResult(0x80070006);

  private static final int FACILITY_WIN32 = 0x80070000;

  /**
   * {@return the HRESULT of a Win32 error}
   *
   * @param error the Win32 error, 0…65535; 0 gives {@link #S_OK}
   */
  public static HResult ofWin32(int error) {
    return error == 0 ? S_OK : new HResult(FACILITY_WIN32 | (error & 0xFFFF));
  }

  /** {@return whether this is {@code S_OK} or another success code} */
  public boolean isSuccess() {
    return value >= 0;
  }

  /** {@return the Win32 error inside, or -1 if the facility is not Win32} */
  public int win32Error() {
    return (value & 0xFFFF0000) == FACILITY_WIN32 ? value & 0xFFFF : -1;
  }

  /** {@return the code in the form {@code 0x80070005}} */
  public String hex() {
    return String.format("0x%08x", value);
  }

  /** {@return the standard name, such as {@code E_INVALIDARG}, or {@link #hex()}} */
  public String name() {
    return StatusNames.ofHResult(this);
  }

  @Override
  public String toString() {
    String name = name();
    return name.startsWith("0x") ? name : name + " (" + hex() + ")";
  }
}

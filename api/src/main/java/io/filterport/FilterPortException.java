package io.filterport;

/**
 * A call failed. Carries the NTSTATUS of the filter side and the HRESULT that a Windows service
 * would see; its message says what failed, the status by name and number, and what to try.
 */
public class FilterPortException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** As a number, which can be serialized. */
  private final int status;

  /** What failed. */
  private final String what;

  /** What to try; may be empty. */
  private final String advice;

  /** Bytes returned or needed, 0 where that means nothing. */
  private final long bytes;

  /**
   * Makes an exception without a byte count.
   *
   * @param what what failed, with the names and values concerned
   * @param status why
   * @param advice what to try; may be empty
   */
  public FilterPortException(String what, NtStatus status, String advice) {
    this(what, status, advice, 0);
  }

  /**
   * Makes an exception with the byte count that came along (ERR-08).
   *
   * @param what what failed, with the names and values concerned
   * @param status why
   * @param advice what to try; may be empty
   * @param bytes the count: bytes returned, or bytes needed after a buffer that was too small
   */
  public FilterPortException(String what, NtStatus status, String advice, long bytes) {
    super(text(what, status, advice));
    this.status = status.value();
    this.what = what;
    this.advice = advice;
    this.bytes = status.carriesBytes() || status.equals(NtStatus.BUFFER_TOO_SMALL) ? bytes : 0;
  }

  private static String text(String what, NtStatus status, String advice) {
    String head = what + ": " + status + ", " + status.toHResult();
    return advice.isEmpty() ? head : head + ". " + advice;
  }

  /** {@return the NTSTATUS} */
  public NtStatus status() {
    return new NtStatus(status);
  }

  /** {@return the HRESULT that a Windows service would see} */
  public HResult hresult() {
    return status().toHResult();
  }

  /** {@return what failed} */
  public String what() {
    return what;
  }

  /** {@return what to try, or an empty string} */
  public String advice() {
    return advice;
  }

  /**
   * {@return the byte count that came with the status: bytes returned, or the bytes needed where
   * the status is {@link NtStatus#BUFFER_TOO_SMALL} or {@link NtStatus#FLT_BUFFER_TOO_SMALL}; else
   * 0}
   */
  public long bytes() {
    return bytes;
  }

  /** {@return whether the connection is over: its handle is closed or its peer is gone} */
  public boolean isDisconnected() {
    return status().equals(NtStatus.PORT_DISCONNECTED) || status().equals(NtStatus.INVALID_HANDLE);
  }
}

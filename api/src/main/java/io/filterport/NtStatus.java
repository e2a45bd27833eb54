package io.filterport;

/**
 * An NTSTATUS: the result of every operation of the filter side, and what a reply carries.
 * Immutable.
 *
 * <p>Any 32-bit value may travel (KSM-30); the constants are only the ones this library itself
 * produces or translates. Note that {@link #TIMEOUT} is a <em>success</em> code by its severity:
 * test the outcome of a send, not {@link #isSuccess()}, to learn whether somebody answered.
 *
 * @param value the status, as the signed 32-bit number it is on Windows
 */
public record NtStatus(int value) {

  /** 0x00000000: the call succeeded. */
  public static final NtStatus SUCCESS = new NtStatus(0x00000000);

  /** 0x00000102: the time limit passed; a success code by its severity. */
  public static final NtStatus TIMEOUT = new NtStatus(0x00000102);

  /** 0x00000103: accepted; the completion comes later. */
  public static final NtStatus PENDING = new NtStatus(0x00000103);

  /** 0x80000005: the reply is longer than the capacity; the capacity was filled. */
  public static final NtStatus BUFFER_OVERFLOW = new NtStatus(0x80000005);

  /** 0x80000002: a buffer is not aligned as the callee needs it. */
  public static final NtStatus DATATYPE_MISALIGNMENT = new NtStatus(0x80000002);

  /** 0x8000001A: nothing to return. */
  public static final NtStatus NO_MORE_ENTRIES = new NtStatus(0x8000001A);

  /** 0x801C0001: the buffer is too small; the byte count says what is needed (ERR-07). */
  public static final NtStatus FLT_BUFFER_TOO_SMALL = new NtStatus(0x801C0001);

  /** 0xC0000001: the callback failed. */
  public static final NtStatus UNSUCCESSFUL = new NtStatus(0xC0000001);

  /** 0xC0000002: the operation is not implemented. */
  public static final NtStatus NOT_IMPLEMENTED = new NtStatus(0xC0000002);

  /** 0xC0000005: a buffer cannot be read or written. */
  public static final NtStatus ACCESS_VIOLATION = new NtStatus(0xC0000005);

  /** 0xC0000008: the handle is closed. */
  public static final NtStatus INVALID_HANDLE = new NtStatus(0xC0000008);

  /** 0xC000000D: a parameter is invalid. */
  public static final NtStatus INVALID_PARAMETER = new NtStatus(0xC000000D);

  /** 0xC0000010: the port takes no messages from its clients (USM-04). */
  public static final NtStatus INVALID_DEVICE_REQUEST = new NtStatus(0xC0000010);

  /** 0xC0000022: the security descriptor, or the filter, refuses. */
  public static final NtStatus ACCESS_DENIED = new NtStatus(0xC0000022);

  /** 0xC0000023: the buffer is too small. */
  public static final NtStatus BUFFER_TOO_SMALL = new NtStatus(0xC0000023);

  /** 0xC0000024: the name is another kind of object. */
  public static final NtStatus OBJECT_TYPE_MISMATCH = new NtStatus(0xC0000024);

  /** 0xC0000033: the name is not valid. */
  public static final NtStatus OBJECT_NAME_INVALID = new NtStatus(0xC0000033);

  /** 0xC0000034: there is no such port. */
  public static final NtStatus OBJECT_NAME_NOT_FOUND = new NtStatus(0xC0000034);

  /** 0xC0000035: the name is taken. */
  public static final NtStatus OBJECT_NAME_COLLISION = new NtStatus(0xC0000035);

  /** 0xC0000037: the other end of the connection is gone. */
  public static final NtStatus PORT_DISCONNECTED = new NtStatus(0xC0000037);

  /** 0xC000003A: the directory of the name does not exist. */
  public static final NtStatus OBJECT_PATH_NOT_FOUND = new NtStatus(0xC000003A);

  /** 0xC000003B: the name does not begin with a backslash. */
  public static final NtStatus OBJECT_PATH_SYNTAX_BAD = new NtStatus(0xC000003B);

  /** 0xC000004B: the sending thread was interrupted. */
  public static final NtStatus THREAD_IS_TERMINATING = new NtStatus(0xC000004B);

  /** 0xC0000061: a privilege is missing. */
  public static final NtStatus PRIVILEGE_NOT_HELD = new NtStatus(0xC0000061);

  /** 0xC0000058: a revision that is not known. */
  public static final NtStatus UNKNOWN_REVISION = new NtStatus(0xC0000058);

  /** 0xC0000077: the access control list is not valid. */
  public static final NtStatus INVALID_ACL = new NtStatus(0xC0000077);

  /** 0xC0000078: the SID is not valid. */
  public static final NtStatus INVALID_SID = new NtStatus(0xC0000078);

  /** 0xC0000079: the security descriptor is not valid. */
  public static final NtStatus INVALID_SECURITY_DESCR = new NtStatus(0xC0000079);

  /** 0xC0000095: a size is too large. */
  public static final NtStatus INTEGER_OVERFLOW = new NtStatus(0xC0000095);

  /** 0xC000009A: a limit or the memory is used up. */
  public static final NtStatus INSUFFICIENT_RESOURCES = new NtStatus(0xC000009A);

  /** 0xC00000BB: this world cannot do that. */
  public static final NtStatus NOT_SUPPORTED = new NtStatus(0xC00000BB);

  /** 0xC00000E5: a defect of this library. */
  public static final NtStatus INTERNAL_ERROR = new NtStatus(0xC00000E5);

  /** 0xC0000106: the name is longer than 32767 UTF-16 units. */
  public static final NtStatus NAME_TOO_LONG = new NtStatus(0xC0000106);

  /** 0xC0000120: the request was cancelled. */
  public static final NtStatus CANCELLED = new NtStatus(0xC0000120);

  /** 0xC0000225: there is nothing of that kind. */
  public static final NtStatus NOT_FOUND = new NtStatus(0xC0000225);

  /** 0xC0000246: every seat of the port is taken. */
  public static final NtStatus CONNECTION_COUNT_LIMIT = new NtStatus(0xC0000246);

  /** 0xC0000236: nobody accepts the connection. */
  public static final NtStatus CONNECTION_REFUSED = new NtStatus(0xC0000236);

  /** 0xC00000F1: the third parameter is invalid. */
  public static final NtStatus INVALID_PARAMETER_3 = new NtStatus(0xC00000F1);

  /** 0x00000080: the completion port was closed. */
  public static final NtStatus ABANDONED = new NtStatus(0x00000080);

  /** 0xC01C0007: the manager is not ready. */
  public static final NtStatus FLT_NOT_INITIALIZED = new NtStatus(0xC01C0007);

  /** 0xC01C000B: the filter is being torn down. */
  public static final NtStatus FLT_DELETING_OBJECT = new NtStatus(0xC01C000B);

  /** 0xC01C0010: the filter refuses to unload. */
  public static final NtStatus FLT_DO_NOT_DETACH = new NtStatus(0xC01C0010);

  /** 0xC01C0020: nobody waits for that reply; harmless (RPL-05). */
  public static final NtStatus FLT_NO_WAITER_FOR_REPLY = new NtStatus(0xC01C0020);

  private static final int SEVERITY_SHIFT = 30;
  private static final int FACILITY_MASK = 0x0FFF0000;
  private static final int FACILITY_FILTER_MANAGER = 0x001C0000;
  private static final int HRESULT_FILTER_MANAGER = 0x001F0000;
  private static final int KEPT_BITS = 0x8000FFFF;

  /** Not asked for at each call: values() is a new array each time. */
  private static final Severity[] SEVERITIES = Severity.values();

  /** The four severities, the top two bits of a status. */
  public enum Severity {
    /** 0: the operation succeeded. */
    SUCCESS,
    /** 1: it succeeded, with something to tell. */
    INFORMATIONAL,
    /** 2: it stopped with a warning; data may have come along. */
    WARNING,
    /** 3: it failed; no data came along (ERR-08). */
    ERROR
  }

  /** {@return the severity, from the top two bits} */
  public Severity severity() {
    return SEVERITIES[value >>> SEVERITY_SHIFT];
  }

  /** {@return what NT_SUCCESS gives: true for success and informational statuses (CNF-09)} */
  public boolean isSuccess() {
    return value >= 0;
  }

  /**
   * {@return true if byte counts travel with this status, that is unless it is an error (ERR-08)}
   */
  public boolean carriesBytes() {
    return severity() != Severity.ERROR;
  }

  /**
   * {@return the HRESULT that the service side sees} Implements ERR-01…ERR-06: only status zero is
   * {@code S_OK}; the filter manager's facility maps to 0x801F; {@link #FLT_BUFFER_TOO_SMALL} maps
   * to Win32 error 122; any other facility but zero is {@code E_FAIL}; facility zero goes through
   * the Win32 table, 317 where the table has no row.
   */
  public HResult toHResult() {
    if (this.equals(FLT_BUFFER_TOO_SMALL)) {
      return BUFFER_TOO_SMALL.toHResult();
    }
    return switch (value & FACILITY_MASK) {
      case 0 -> HResult.ofWin32(Win32Errors.ofStatus(value));
      case FACILITY_FILTER_MANAGER -> new HResult((value & KEPT_BITS) | HRESULT_FILTER_MANAGER);
      default -> HResult.E_FAIL;
    };
  }

  /** {@return the status in the form {@code 0xc0000022}} */
  public String hex() {
    return String.format("0x%08x", value);
  }

  /** {@return the standard name, such as {@code STATUS_ACCESS_DENIED}, or {@link #hex()}} */
  public String name() {
    return StatusNames.ofStatus(this);
  }

  @Override
  public String toString() {
    String name = name();
    return name.startsWith("0x") ? name : name + " (" + hex() + ")";
  }
}

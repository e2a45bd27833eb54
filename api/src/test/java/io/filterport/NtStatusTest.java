package io.filterport;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus.Severity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What statuses say, and what they become on their way to a service. */
class NtStatusTest {
  private static NtStatus status(String hex) {
    return new NtStatus(Integer.parseUnsignedInt(hex, 16));
  }

  private static String hresult(String status) {
    return String.format("%08X", status(status).toHResult().value());
  }

  /** A Win32 error of -1 stands for a facility that has none. */
  @ParameterizedTest(name = "{0}")
  @DisplayName("ERR-01, ERR-02, ERR-03, ERR-04, ERR-06: every status that ports know, by the table")
  @CsvSource(
      textBlock =
          """
          STATUS_SUCCESS,                00000000,    0, 00000000
          STATUS_ABANDONED,              00000080,  735, 800702DF
          STATUS_TIMEOUT,                00000102,  258, 80070102
          STATUS_PENDING,                00000103,  997, 800703E5
          STATUS_BUFFER_OVERFLOW,        80000005,  234, 800700EA
          STATUS_DATATYPE_MISALIGNMENT,  80000002,  998, 800703E6
          STATUS_NO_MORE_ENTRIES,        8000001A,  259, 80070103
          STATUS_FLT_BUFFER_TOO_SMALL,   801C0001,  122, 8007007A
          STATUS_UNSUCCESSFUL,           C0000001,   31, 8007001F
          STATUS_NOT_IMPLEMENTED,        C0000002,    1, 80070001
          STATUS_ACCESS_VIOLATION,       C0000005,  998, 800703E6
          STATUS_INVALID_HANDLE,         C0000008,    6, 80070006
          STATUS_INVALID_PARAMETER,      C000000D,   87, 80070057
          STATUS_INVALID_DEVICE_REQUEST, C0000010,    1, 80070001
          STATUS_ACCESS_DENIED,          C0000022,    5, 80070005
          STATUS_BUFFER_TOO_SMALL,       C0000023,  122, 8007007A
          STATUS_OBJECT_TYPE_MISMATCH,   C0000024,    6, 80070006
          STATUS_OBJECT_NAME_INVALID,    C0000033,  123, 8007007B
          STATUS_OBJECT_NAME_NOT_FOUND,  C0000034,    2, 80070002
          STATUS_OBJECT_NAME_COLLISION,  C0000035,  183, 800700B7
          STATUS_PORT_DISCONNECTED,      C0000037,    6, 80070006
          STATUS_OBJECT_PATH_NOT_FOUND,  C000003A,    3, 80070003
          STATUS_OBJECT_PATH_SYNTAX_BAD, C000003B,  161, 800700A1
          STATUS_THREAD_IS_TERMINATING,  C000004B,    5, 80070005
          STATUS_UNKNOWN_REVISION,       C0000058, 1305, 80070519
          STATUS_PRIVILEGE_NOT_HELD,     C0000061, 1314, 80070522
          STATUS_INVALID_SECURITY_DESCR, C0000079, 1338, 8007053A
          STATUS_INTEGER_OVERFLOW,       C0000095,  534, 80070216
          STATUS_INSUFFICIENT_RESOURCES, C000009A, 1450, 800705AA
          STATUS_NOT_SUPPORTED,          C00000BB,   50, 80070032
          STATUS_INTERNAL_ERROR,         C00000E5, 1359, 8007054F
          STATUS_INVALID_PARAMETER_3,    C00000F1,   87, 80070057
          STATUS_NAME_TOO_LONG,          C0000106,  206, 800700CE
          STATUS_CANCELLED,              C0000120,  995, 800703E3
          STATUS_NOT_FOUND,              C0000225, 1168, 80070490
          STATUS_CONNECTION_REFUSED,     C0000236, 1225, 800704C9
          STATUS_CONNECTION_COUNT_LIMIT, C0000246, 1238, 800704D6
          STATUS_FLT_NOT_INITIALIZED,    C01C0007,   -1, 801F0007
          STATUS_FLT_DELETING_OBJECT,    C01C000B,   -1, 801F000B
          STATUS_FLT_DO_NOT_DETACH,      C01C0010,   -1, 801F0010
          STATUS_FLT_NO_WAITER_FOR_REPLY, C01C0020,  -1, 801F0020
          """)
  void table(String name, String value, int win32, String hresult) {
    assertThat(status(value).name()).isEqualTo(name);
    assertThat(hresult(value)).isEqualTo(hresult);
    if (win32 != 0) {
      assertThat(status(value).toHResult().win32Error()).isEqualTo(win32);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("ERR-06: statuses that callbacks return have the Win32 errors of the system's table")
  @CsvSource(
      textBlock =
          """
          STATUS_MORE_ENTRIES,           00000105,  234
          STATUS_OBJECT_NAME_EXISTS,     40000000,  698
          STATUS_NO_MORE_FILES,          80000006,   18
          STATUS_PARTIAL_COPY,           8000000D,  299
          STATUS_DEVICE_BUSY,            80000011,  170
          STATUS_INVALID_INFO_CLASS,     C0000003,   87
          STATUS_INFO_LENGTH_MISMATCH,   C0000004,   24
          STATUS_NO_SUCH_DEVICE,         C000000E,    2
          STATUS_NO_SUCH_FILE,           C000000F,    2
          STATUS_END_OF_FILE,            C0000011,   38
          STATUS_NO_MEDIA_IN_DEVICE,     C0000013,   21
          STATUS_MORE_PROCESSING_REQUIRED, C0000016, 234
          STATUS_NO_MEMORY,              C0000017,    8
          STATUS_INVALID_PARAMETER_MIX,  C0000030,   87
          STATUS_OBJECT_PATH_INVALID,    C0000039,  161
          STATUS_DATA_ERROR,             C000003E,   23
          STATUS_CRC_ERROR,              C000003F,   23
          STATUS_PORT_CONNECTION_REFUSED, C0000041,   5
          STATUS_SHARING_VIOLATION,      C0000043,   32
          STATUS_QUOTA_EXCEEDED,         C0000044, 1816
          STATUS_FILE_LOCK_CONFLICT,     C0000054,   33
          STATUS_LOCK_NOT_GRANTED,       C0000055,   33
          STATUS_DELETE_PENDING,         C0000056,    5
          STATUS_REVISION_MISMATCH,      C0000059, 1306
          STATUS_LOGON_FAILURE,          C000006D, 1326
          STATUS_DISK_FULL,              C000007F,  112
          STATUS_FILE_INVALID,           C0000098, 1006
          STATUS_DEVICE_DATA_ERROR,      C000009C,   23
          STATUS_DEVICE_NOT_CONNECTED,   C000009D, 1167
          STATUS_MEDIA_WRITE_PROTECTED,  C00000A2,   19
          STATUS_DEVICE_NOT_READY,       C00000A3,   21
          STATUS_IO_TIMEOUT,             C00000B5,  121
          STATUS_FILE_IS_A_DIRECTORY,    C00000BA,    5
          STATUS_NETWORK_BUSY,           C00000BF,   54
          STATUS_NOT_SAME_DEVICE,        C00000D4,   17
          STATUS_FILE_RENAMED,           C00000D5,    5
          STATUS_INVALID_PARAMETER_1,    C00000EF,   87
          STATUS_INVALID_PARAMETER_2,    C00000F0,   87
          STATUS_INVALID_PARAMETER_4,    C00000F2,   87
          STATUS_INVALID_PARAMETER_5,    C00000F3,   87
          STATUS_INVALID_PARAMETER_6,    C00000F4,   87
          STATUS_INVALID_PARAMETER_7,    C00000F5,   87
          STATUS_INVALID_PARAMETER_8,    C00000F6,   87
          STATUS_INVALID_PARAMETER_9,    C00000F7,   87
          STATUS_INVALID_PARAMETER_10,   C00000F8,   87
          STATUS_INVALID_PARAMETER_11,   C00000F9,   87
          STATUS_INVALID_PARAMETER_12,   C00000FA,   87
          STATUS_DIRECTORY_NOT_EMPTY,    C0000101,  145
          STATUS_FILE_CORRUPT_ERROR,     C0000102, 1392
          STATUS_NOT_A_DIRECTORY,        C0000103,  267
          STATUS_PROCESS_IS_TERMINATING, C000010A,    5
          STATUS_TOO_MANY_OPENED_FILES,  C000011F,    4
          STATUS_CANNOT_DELETE,          C0000121,    5
          STATUS_FILE_DELETED,           C0000123,    5
          STATUS_FILE_CLOSED,            C0000128,    6
          STATUS_COMMITMENT_LIMIT,       C000012D, 1455
          STATUS_PIPE_BROKEN,            C000014B,  109
          STATUS_INVALID_DEVICE_STATE,   C0000184,   22
          STATUS_IO_DEVICE_ERROR,        C0000185, 1117
          STATUS_INVALID_BUFFER_SIZE,    C0000206, 1784
          STATUS_RETRY,                  C000022D, 1237
          STATUS_REQUEST_ABORTED,        C0000240, 1235
          STATUS_CONNECTION_ABORTED,     C0000241, 1236
          STATUS_NO_MATCH,               C0000272, 1169
          STATUS_ACCESS_DISABLED_BY_POLICY_DEFAULT, C0000361, 1260
          STATUS_INVALID_IMAGE_HASH,     C0000428,  577
          STATUS_VIRUS_INFECTED,         C0000906,  225
          STATUS_VIRUS_DELETED,          C0000907,  226
          """)
  void ofCallbacks(String name, String value, int win32) {
    assertThat(status(value).name()).isEqualTo(name);
    assertThat(status(value).toHResult()).isEqualTo(HResult.ofWin32(win32));
    assertThat(status(value).toHResult().win32Error()).isEqualTo(win32);
    assertThat(status(value).toHResult().name()).as("a name").doesNotStartWith("0x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000001", "40000001", "80000001", "C0FF", "C000FFFF", "E0000001"})
  @DisplayName("ERR-01, ERR-06: a status without a row is error 317, and not S_OK, even a success")
  void unmapped(String value) {
    assertThat(hresult(value)).isEqualTo("8007013D");
    assertThat(status(value).toHResult().name()).isEqualTo("ERROR_MR_MID_NOT_FOUND");
  }

  @ParameterizedTest
  @DisplayName("ERR-02: the filter manager's facility keeps its code and whether it is a failure")
  @CsvSource({
    "C01C0000, 801F0000",
    "C01C0001, 801F0001",
    "C01C0023, 801F0023",
    "C01CFFFF, 801FFFFF",
    "801C0002, 801F0002",
    "001C0001, 001F0001",
    "401C0001, 001F0001"
  })
  void filterManager(String value, String hresult) {
    assertThat(hresult(value)).isEqualTo(hresult);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C0010001", "C01B0001", "C01D0001", "C0020034", "80130001", "0FFF0000"})
  @DisplayName("ERR-05: any other facility is E_FAIL")
  void otherFacilities(String value) {
    assertThat(status(value).toHResult()).isEqualTo(HResult.E_FAIL);
    assertThat(hresult(value)).isEqualTo("80004005");
  }

  @ParameterizedTest
  @DisplayName("MAP-12, ERR-08: the top two bits are the severity; errors alone carry no bytes")
  @CsvSource({
    "00000000, SUCCESS,       true,  true",
    "3FFFFFFF, SUCCESS,       true,  true",
    "40000000, INFORMATIONAL, true,  true",
    "7FFFFFFF, INFORMATIONAL, true,  true",
    "80000000, WARNING,       false, true",
    "BFFFFFFF, WARNING,       false, true",
    "C0000000, ERROR,         false, false",
    "FFFFFFFF, ERROR,         false, false"
  })
  void severity(String value, Severity severity, boolean success, boolean bytes) {
    assertThat(status(value).severity()).isEqualTo(severity);
    assertThat(status(value).isSuccess()).isEqualTo(success);
    assertThat(status(value).carriesBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x12345678})
  @DisplayName("MAP-12: a status is any 32-bit number")
  void anyNumber(int value) {
    NtStatus status = new NtStatus(value);
    assertThat(status.value()).isEqualTo(value);
    assertThat(status).isEqualTo(new NtStatus(value));
    assertThat(status.toString()).contains(String.format("0x%08x", value));
  }

  @Test
  @DisplayName("ERR-08: an exception has the bytes of a warning, and those that a getter needs")
  void bytes() {
    assertThat(failure(NtStatus.BUFFER_OVERFLOW).bytes()).isEqualTo(40);
    assertThat(failure(NtStatus.TIMEOUT).bytes()).isEqualTo(40);
    assertThat(failure(NtStatus.FLT_BUFFER_TOO_SMALL).bytes()).isEqualTo(40);
    assertThat(failure(NtStatus.BUFFER_TOO_SMALL).bytes()).isEqualTo(40);
    assertThat(failure(NtStatus.ACCESS_DENIED).bytes()).isZero();
    assertThat(failure(NtStatus.FLT_NO_WAITER_FOR_REPLY).bytes()).isZero();
  }

  private static FilterPortException failure(NtStatus status) {
    return new FilterPortException("the test", status, "", 40);
  }

  @Test
  @DisplayName("ERR-01: only S_OK comes of no error, and its parts can be read back")
  void hresults() {
    assertThat(HResult.ofWin32(0)).isEqualTo(HResult.S_OK);
    assertThat(HResult.S_OK.isSuccess()).isTrue();
    assertThat(HResult.S_OK.win32Error()).isEqualTo(-1);
    assertThat(HResult.ofWin32(65535).value()).isEqualTo(0x8007FFFF);
    assertThat(HResult.ofWin32(1).isSuccess()).isFalse();
    assertThat(HResult.E_FAIL.win32Error()).isEqualTo(-1);
    assertThat(HResult.ofWin32(87)).isEqualTo(HResult.E_INVALIDARG);
    assertThat(HResult.E_INVALIDARG).hasToString("E_INVALIDARG (0x80070057)");
    assertThat(new HResult(0x801F0099)).hasToString("0x801f0099");
    assertThat(NtStatus.FLT_NO_WAITER_FOR_REPLY.toHResult())
        .hasToString("ERROR_FLT_NO_WAITER_FOR_REPLY (0x801f0020)");
  }
}

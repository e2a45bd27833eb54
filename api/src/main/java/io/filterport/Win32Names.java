package io.filterport;

import java.util.Map;

/** Names of the Win32 errors that a port's HRESULT can carry. */
final class Win32Names {
  static final Map<Integer, String> BY_ERROR =
      Map.ofEntries(
          Map.entry(1, "ERROR_INVALID_FUNCTION"),
          Map.entry(2, "ERROR_FILE_NOT_FOUND"),
          Map.entry(3, "ERROR_PATH_NOT_FOUND"),
          Map.entry(5, "ERROR_ACCESS_DENIED"),
          Map.entry(31, "ERROR_GEN_FAILURE"),
          Map.entry(50, "ERROR_NOT_SUPPORTED"),
          Map.entry(122, "ERROR_INSUFFICIENT_BUFFER"),
          Map.entry(123, "ERROR_INVALID_NAME"),
          Map.entry(161, "ERROR_BAD_PATHNAME"),
          Map.entry(183, "ERROR_ALREADY_EXISTS"),
          Map.entry(206, "ERROR_FILENAME_EXCED_RANGE"),
          Map.entry(234, "ERROR_MORE_DATA"),
          Map.entry(258, "WAIT_TIMEOUT"),
          Map.entry(259, "ERROR_NO_MORE_ITEMS"),
          Map.entry(317, "ERROR_MR_MID_NOT_FOUND"),
          Map.entry(534, "ERROR_ARITHMETIC_OVERFLOW"),
          Map.entry(735, "ERROR_ABANDONED_WAIT_0"),
          Map.entry(995, "ERROR_OPERATION_ABORTED"),
          Map.entry(997, "ERROR_IO_PENDING"),
          Map.entry(998, "ERROR_NOACCESS"),
          Map.entry(1168, "ERROR_NOT_FOUND"),
          Map.entry(1225, "ERROR_CONNECTION_REFUSED"),
          Map.entry(1238, "ERROR_CONNECTION_COUNT_LIMIT"),
          Map.entry(1305, "ERROR_UNKNOWN_REVISION"),
          Map.entry(1314, "ERROR_PRIVILEGE_NOT_HELD"),
          Map.entry(1336, "ERROR_INVALID_ACL"),
          Map.entry(1337, "ERROR_INVALID_SID"),
          Map.entry(1338, "ERROR_INVALID_SECURITY_DESCR"),
          Map.entry(1359, "ERROR_INTERNAL_ERROR"),
          Map.entry(1450, "ERROR_NO_SYSTEM_RESOURCES"));

  private Win32Names() {}
}

package io.filterport;

import java.util.List;

/**
 * Statuses that this library does not return itself, and that callbacks of drivers do. {@link
 * NtStatus} has no constants for them; they have their names and their Win32 errors.
 */
final class CallbackStatuses {
  /**
   * One status.
   *
   * @param status its value
   * @param name its name without STATUS_
   * @param error the Win32 error that it becomes
   */
  record Row(int status, String name, int error) {}

  static final List<Row> ROWS =
      List.of(
          new Row(0x00000105, "MORE_ENTRIES", 234),
          new Row(0x40000000, "OBJECT_NAME_EXISTS", 698),
          new Row(0x80000006, "NO_MORE_FILES", 18),
          new Row(0x8000000D, "PARTIAL_COPY", 299),
          new Row(0x80000011, "DEVICE_BUSY", 170),
          new Row(0xC0000003, "INVALID_INFO_CLASS", 87),
          new Row(0xC0000004, "INFO_LENGTH_MISMATCH", 24),
          new Row(0xC000000E, "NO_SUCH_DEVICE", 2),
          new Row(0xC000000F, "NO_SUCH_FILE", 2),
          new Row(0xC0000011, "END_OF_FILE", 38),
          new Row(0xC0000013, "NO_MEDIA_IN_DEVICE", 21),
          new Row(0xC0000016, "MORE_PROCESSING_REQUIRED", 234),
          new Row(0xC0000017, "NO_MEMORY", 8),
          new Row(0xC0000030, "INVALID_PARAMETER_MIX", 87),
          new Row(0xC0000039, "OBJECT_PATH_INVALID", 161),
          new Row(0xC000003E, "DATA_ERROR", 23),
          new Row(0xC000003F, "CRC_ERROR", 23),
          new Row(0xC0000041, "PORT_CONNECTION_REFUSED", 5),
          new Row(0xC0000043, "SHARING_VIOLATION", 32),
          new Row(0xC0000044, "QUOTA_EXCEEDED", 1816),
          new Row(0xC0000054, "FILE_LOCK_CONFLICT", 33),
          new Row(0xC0000055, "LOCK_NOT_GRANTED", 33),
          new Row(0xC0000056, "DELETE_PENDING", 5),
          new Row(0xC0000059, "REVISION_MISMATCH", 1306),
          new Row(0xC000006D, "LOGON_FAILURE", 1326),
          new Row(0xC000007F, "DISK_FULL", 112),
          new Row(0xC0000098, "FILE_INVALID", 1006),
          new Row(0xC000009C, "DEVICE_DATA_ERROR", 23),
          new Row(0xC000009D, "DEVICE_NOT_CONNECTED", 1167),
          new Row(0xC00000A2, "MEDIA_WRITE_PROTECTED", 19),
          new Row(0xC00000A3, "DEVICE_NOT_READY", 21),
          new Row(0xC00000B5, "IO_TIMEOUT", 121),
          new Row(0xC00000BA, "FILE_IS_A_DIRECTORY", 5),
          new Row(0xC00000BF, "NETWORK_BUSY", 54),
          new Row(0xC00000D4, "NOT_SAME_DEVICE", 17),
          new Row(0xC00000D5, "FILE_RENAMED", 5),
          new Row(0xC00000EF, "INVALID_PARAMETER_1", 87),
          new Row(0xC00000F0, "INVALID_PARAMETER_2", 87),
          new Row(0xC00000F2, "INVALID_PARAMETER_4", 87),
          new Row(0xC00000F3, "INVALID_PARAMETER_5", 87),
          new Row(0xC00000F4, "INVALID_PARAMETER_6", 87),
          new Row(0xC00000F5, "INVALID_PARAMETER_7", 87),
          new Row(0xC00000F6, "INVALID_PARAMETER_8", 87),
          new Row(0xC00000F7, "INVALID_PARAMETER_9", 87),
          new Row(0xC00000F8, "INVALID_PARAMETER_10", 87),
          new Row(0xC00000F9, "INVALID_PARAMETER_11", 87),
          new Row(0xC00000FA, "INVALID_PARAMETER_12", 87),
          new Row(0xC0000101, "DIRECTORY_NOT_EMPTY", 145),
          new Row(0xC0000102, "FILE_CORRUPT_ERROR", 1392),
          new Row(0xC0000103, "NOT_A_DIRECTORY", 267),
          new Row(0xC000010A, "PROCESS_IS_TERMINATING", 5),
          new Row(0xC000011F, "TOO_MANY_OPENED_FILES", 4),
          new Row(0xC0000121, "CANNOT_DELETE", 5),
          new Row(0xC0000123, "FILE_DELETED", 5),
          new Row(0xC0000128, "FILE_CLOSED", 6),
          new Row(0xC000012D, "COMMITMENT_LIMIT", 1455),
          new Row(0xC000014B, "PIPE_BROKEN", 109),
          new Row(0xC0000184, "INVALID_DEVICE_STATE", 22),
          new Row(0xC0000185, "IO_DEVICE_ERROR", 1117),
          new Row(0xC0000206, "INVALID_BUFFER_SIZE", 1784),
          new Row(0xC000022D, "RETRY", 1237),
          new Row(0xC0000240, "REQUEST_ABORTED", 1235),
          new Row(0xC0000241, "CONNECTION_ABORTED", 1236),
          new Row(0xC0000272, "NO_MATCH", 1169),
          new Row(0xC0000361, "ACCESS_DISABLED_BY_POLICY_DEFAULT", 1260),
          new Row(0xC0000428, "INVALID_IMAGE_HASH", 577),
          new Row(0xC0000906, "VIRUS_INFECTED", 225),
          new Row(0xC0000907, "VIRUS_DELETED", 226));

  private CallbackStatuses() {}
}

package io.filterport;

import java.util.HashMap;
import java.util.Map;

/**
 * The part of the NT-to-Win32 table that ports can meet (ERR-06): what this library returns, and
 * what callbacks return.
 */
final class Win32Errors {
  /** What the table gives for a status without a row: ERROR_MR_MID_NOT_FOUND. */
  private static final int UNMAPPED = 317;

  private static final Map<Integer, Integer> BY_STATUS = new Table().rows;

  private Win32Errors() {}

  static int ofStatus(int status) {
    return BY_STATUS.getOrDefault(status, UNMAPPED);
  }

  private static final class Table {
    private final Map<Integer, Integer> rows = new HashMap<>();

    Table() {
      win32(0x00000000, 0);
      win32(0x00000102, 258);
      win32(0x00000103, 997);
      win32(0x80000005, 234);
      win32(0x80000002, 998);
      win32(0x8000001A, 259);
      win32(0x801C0001, 122);
      win32(0xC0000001, 31);
      win32(0xC0000002, 1);
      win32(0xC0000005, 998);
      win32(0xC0000008, 6);
      win32(0xC000000D, 87);
      win32(0xC0000010, 1);
      win32(0xC0000022, 5);
      win32(0xC0000023, 122);
      win32(0xC0000024, 6);
      win32(0xC0000033, 123);
      win32(0xC0000034, 2);
      win32(0xC0000035, 183);
      win32(0xC0000037, 6);
      win32(0xC000003A, 3);
      win32(0xC000003B, 161);
      win32(0xC000004B, 5);
      win32(0xC0000061, 1314);
      win32(0xC0000058, 1305);
      win32(0xC0000077, 1336);
      win32(0xC0000078, 1337);
      win32(0xC0000079, 1338);
      win32(0xC0000095, 534);
      win32(0xC000009A, 1450);
      win32(0xC00000BB, 50);
      win32(0xC00000E5, 1359);
      win32(0xC0000106, 206);
      win32(0xC0000120, 995);
      win32(0xC0000225, 1168);
      win32(0xC0000246, 1238);
      win32(0xC0000236, 1225);
      win32(0xC00000F1, 87);
      win32(0x00000080, 735);
      CallbackStatuses.ROWS.forEach(row -> win32(row.status(), row.error()));
    }

    private void win32(int status, int error) {
      rows.put(status, error);
    }
  }
}

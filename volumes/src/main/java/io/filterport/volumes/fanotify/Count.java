package io.filterport.volumes.fanotify;

import java.util.Locale;

/** What is counted, and what is worth a line in the log if it happens. */
enum Count {
  READ(""),
  ANSWERED(""),
  EXEMPT(""),
  OUTSIDE(""),
  EXCLUDED(""),
  TIMED_OUT("operations got the default verdict because time ran out"),
  LATE(""),
  TOO_MANY(
      "operations got the default verdict because too many were in flight until their time ran out"),
  UNREADABLE("operations were denied because the kernel could not hand over the file"),
  OVERFLOWS("times the kernel's queue was full and files were opened unasked"),
  REJECTED("answers were not taken by the kernel"),
  INTERNAL_ERRORS("operations got the default verdict because of an error in this process"),
  REPORTS_READ(""),
  REPORTS_TOLD(""),
  REPORTS_EXEMPT(""),
  REPORTS_OUTSIDE(""),
  REPORTS_LOST("operations happened and were not told of"),
  REPORT_OVERFLOWS("times the kernel's queue was full and operations were not told of");

  private final String trouble;

  Count(String trouble) {
    this.trouble = trouble;
  }

  boolean isTrouble() {
    return !trouble.isEmpty();
  }

  /** {@return its name for programs} */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String line(long times) {
    return times + " " + trouble;
  }
}

package io.filterport.verify.conformance.lifecycle;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/** How the tables write what happened. Stateless. */
final class Words {
  static final String DONE = "done";

  private Words() {}

  /** {@return the status's name, without what all of them begin with} */
  static String of(NtStatus status) {
    return status.toString().split(" ", -1)[0].replace("STATUS_", "");
  }

  /** {@return that it is done, or what it failed with} */
  static String of(Runnable action) {
    try {
      action.run();
      return DONE;
    } catch (FilterPortException e) {
      return of(e.status());
    } catch (IllegalStateException e) {
      return "IllegalStateException";
    }
  }
}

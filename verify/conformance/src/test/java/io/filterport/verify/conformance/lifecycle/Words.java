package io.filterport.verify.conformance.lifecycle;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.concurrent.Callable;

/** How the tables write what happened. Stateless. */
final class Words {
  static final String DONE = "done";
  static final String NO_ACCESS = "no access";

  private Words() {}

  /** {@return the status's name, without what all of them begin with} */
  static String of(NtStatus status) {
    return status.toString().split(" ", -1)[0].replace("STATUS_", "");
  }

  /** {@return that it is done, or what it failed with} */
  static String of(Runnable action) {
    return said(
        () -> {
          action.run();
          return DONE;
        });
  }

  /** {@return what it says, or what it failed with} */
  static String said(Callable<String> action) {
    try {
      return action.call();
    } catch (FilterPortException e) {
      return of(e.status());
    } catch (IllegalStateException e) {
      return "IllegalStateException";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

package io.filterport.verify.system;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Identity;
import io.filterport.service.FilterPort;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Running as somebody else. Stateless. */
final class Unprivileged {
  static final long ROOT = 0;
  static final long NOBODY = 65534;

  private Unprivileged() {}

  /**
   * Gives up what this process may do, for good.
   *
   * @param socket a path beside which there is room for another socket
   */
  static void become(long uid, Path socket) {
    if (uid != Identity.effectiveUid()) {
      loadClasses(socket.resolveSibling("own.sock"));
      require("groups", Identity.setGroups());
      require("group", Identity.setGid(uid, uid, uid));
      require("user", Identity.setUid(uid, uid, uid));
    }
  }

  /** The class path may lie where the other user cannot look. */
  private static void loadClasses(Path socket) {
    try (TestHost host = new TestHost(socket).port("\\Own", 1)) {
      host.visit("\\Own");
      FilterPort.connect(host.space(), "\\None").close();
    } catch (FilterPortException e) {
      if (!e.status().equals(NtStatus.OBJECT_NAME_NOT_FOUND)) {
        throw e;
      }
    }
  }

  private static void require(String what, int result) {
    if (result < 0) {
      throw new IllegalStateException("changing the " + what + ": " + result);
    }
  }

  /** Skips a test that only root can do, and says so. */
  static void assumeRoot() {
    if (Identity.effectiveUid() != ROOT) {
      System.out.println("skipped: only root can start processes of other users");
    }
    Assumptions.assumeTrue(Identity.effectiveUid() == ROOT, "only root can change users");
  }
}

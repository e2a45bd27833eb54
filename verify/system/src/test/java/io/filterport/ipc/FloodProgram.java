package io.filterport.ipc;

import io.filterport.linux.Identity;
import io.filterport.verify.system.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Knocks and says nothing, as many users: needs root. Arguments: socket, users, knocks of each.
 * Tells how many were let in; ends when its parent does.
 */
final class FloodProgram {
  private static final long FIRST_USER = 20_000;
  private static final int LOOK_MILLIS = 300;

  private FloodProgram() {}

  public static void main(String[] arguments) {
    Program.limitTime();
    loadClasses();
    List<RawConnection> knocks = new ArrayList<>();
    for (int user = 0; user < Integer.parseInt(arguments[1]); user++) {
      require(Identity.setUid(Identity.UNCHANGED, FIRST_USER + user, Identity.UNCHANGED));
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        knocks.add(new RawConnection(arguments[0]));
      }
      require(Identity.setUid(Identity.UNCHANGED, 0, Identity.UNCHANGED));
    }
    boolean _ = knocks.getLast().isOver(LOOK_MILLIS);
    Program.say(knocks.stream().filter(knock -> !knock.isOver(0)).count());
    Program.hear();
  }

  /** The class path may lie where other users cannot look. */
  private static void loadClasses() {
    try (RawConnection none = new RawConnection("/none")) {
      boolean _ = none.isOver(0);
    } catch (IllegalStateException e) {
      // nobody listens there
    }
  }

  private static void require(int result) {
    if (result < 0) {
      throw new IllegalStateException("changing the user: " + result);
    }
  }
}

package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.GroupNames;
import io.filterport.linux.Identity;
import io.filterport.linux.LinuxSupport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Becoming another user, for good and in every thread. */
final class Privileges {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final int NAME = 0;
  private static final int UID = 2;
  private static final int GID = 3;
  private static final int FIELDS = 7;

  private Privileges() {}

  /** {@return who called sudo, if somebody other than root did} */
  static String sudoUserOr(String other) {
    String caller = System.getenv("SUDO_USER");
    return caller == null || caller.isEmpty() || caller.equals("root") ? other : caller;
  }

  /** A user as the system knows it. */
  record User(String name, long uid, long gid) {}

  /** {@return this user, who need not be known here, or an unprivileged one if it is root} */
  static User unprivileged() {
    long uid = Identity.effectiveUid();
    return uid == 0
        ? find(sudoUserOr("nobody"))
        : new User(Long.toString(uid), uid, Identity.gid());
  }

  /**
   * {@return a user by name or number}
   *
   * @throws FilterPortException {@link NtStatus#NOT_FOUND}
   */
  static User find(String nameOrUid) {
    return users().stream()
        .filter(
            user -> user.name().equals(nameOrUid) || Long.toString(user.uid()).equals(nameOrUid))
        .findFirst()
        .orElseThrow(
            () ->
                new FilterPortException(
                    "user " + nameOrUid, NtStatus.NOT_FOUND, "Name a user of this system."));
  }

  private static List<User> users() {
    try {
      return Files.readAllLines(USERS, StandardCharsets.ISO_8859_1).stream()
          .map(Privileges::user)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that names no user, such as {@code +::::::} of a network's users, is passed over. */
  static Optional<User> user(String line) {
    String[] fields = line.split(":", -1);
    return fields.length < FIELDS || !isNumber(fields[UID]) || !isNumber(fields[GID])
        ? Optional.empty()
        : Optional.of(
            new User(fields[NAME], Long.parseLong(fields[UID]), Long.parseLong(fields[GID])));
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}");
  }

  /**
   * Becomes a user, with the groups that the system gives that one, if this is root; else stays
   * what it is.
   *
   * @param nameOrUid whom
   */
  static void giveUp(String nameOrUid) {
    if (!LinuxSupport.isAvailable() || Identity.effectiveUid() != 0) {
      return;
    }
    User user = find(nameOrUid);
    openEveryModule();
    require(Identity.setGroups(GroupNames.of(user.name(), user.gid())), "setgroups", user);
    require(Identity.setGid(user.gid(), user.gid(), user.gid()), "setresgid", user);
    require(Identity.setUid(user.uid(), user.uid(), user.uid()), "setresuid", user);
  }

  private static void require(int result, String call, User user) {
    if (result < 0) {
      throw new FilterPortException(
          "becoming " + user.name() + ": " + call + ": " + Errno.name(result),
          NtStatus.PRIVILEGE_NOT_HELD,
          "Start as root, or as the user itself.");
    }
  }

  /** The program may lie where the user cannot look: a jar once opened stays readable. */
  private static void openEveryModule() {
    ModuleLayer.boot().modules().forEach(Privileges::open);
  }

  private static void open(Module module) {
    try (InputStream descriptor = module.getResourceAsStream("module-info.class")) {
      Objects.requireNonNullElse(descriptor, InputStream.nullInputStream()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

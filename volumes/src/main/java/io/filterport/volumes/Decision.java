package io.filterport.volumes;

import io.filterport.volume.Verdict;
import java.util.Optional;

/**
 * What the callbacks of a volume decided together. Immutable.
 *
 * @param verdict allow or deny
 * @param byDefault whether it rests on the default verdict instead of a callback's own
 * @param why the default verdict counted; empty if it did not
 * @param altitude of the callback that was asked last, if any was
 * @param audit whether a denial is not enforced
 * @param cached whether that callback recalled its verdict
 */
public record Decision(
    Verdict verdict,
    boolean byDefault,
    String why,
    Optional<String> altitude,
    boolean audit,
    boolean cached) {

  /** Nobody was asked. */
  static final Decision ALLOW = ofNobody(Verdict.ALLOW, false, "", false);

  private static Decision ofNobody(Verdict verdict, boolean byDefault, String why, boolean audit) {
    return new Decision(verdict, byDefault, why, Optional.empty(), audit, false);
  }

  static Decision byDefault(Verdict verdict, String why, boolean audit) {
    return ofNobody(verdict, true, why, audit);
  }

  static Decision of(Verdict verdict, String altitude, boolean audit) {
    return new Decision(verdict, false, "", Optional.of(altitude), audit, false);
  }

  Decision at(String value) {
    return new Decision(verdict, byDefault, why, Optional.of(value), audit, cached);
  }

  /**
   * {@return the same with what the operation knows of the callback's verdict}
   *
   * @param value whether it was recalled
   */
  public Decision cached(boolean value) {
    return new Decision(verdict, byDefault, why, altitude, audit, value);
  }

  /** {@return whether the operation goes on} */
  public boolean letsPass() {
    return verdict.allowed() || audit;
  }

  /** {@return whether the operation goes on only because this is an audit} */
  public boolean wouldDeny() {
    return audit && !verdict.allowed();
  }

  /** {@return why it is denied, or why the default verdict counts} */
  String reason() {
    return verdict.allowed() ? why : verdict.reason();
  }
}

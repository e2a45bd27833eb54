package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Defence;
import io.filterport.verify.onaccess.Plan;

/**
 * A way to fail. Immutable.
 *
 * @param name on the command line
 * @param what is done, for people
 * @param openers of clean files, and as many of infected ones, all at once
 * @param openFiles that the process has that listens to the kernel
 * @param before what is done before they open
 * @param during what is done while they open
 * @param after what is done when nobody waits for them any longer
 * @param verdict whether anybody is there who could give one, unless somebody stands in for the
 *     host: else the kernel allows
 * @param ofHost whether something is done to the host itself
 */
record Scene(
    String name,
    String what,
    int openers,
    int openFiles,
    Act before,
    Act during,
    Act after,
    boolean verdict,
    boolean ofHost) {
  private static final int OPENERS = 4;

  /** Something that is done. */
  @FunctionalInterface
  interface Act {
    /** Does it. */
    void on(Performance performance) throws Exception;
  }

  /** Something that is done to the guard alone. */
  @FunctionalInterface
  interface Blow {
    /** Does it. */
    void on(Defence defence) throws Exception;
  }

  /** {@return one in which nothing happens} */
  static Scene named(String name, String what) {
    Act nothing = performance -> {};
    return new Scene(
        name, what, OPENERS, Plan.AS_MANY_AS_HERE, nothing, nothing, nothing, true, false);
  }

  Scene before(Blow blow) {
    return beforehand(performance -> blow.on(performance.defence()));
  }

  Scene beforehand(Act act) {
    return new Scene(name, what, openers, openFiles, act, during, after, verdict, ofHost);
  }

  Scene during(Blow blow) {
    Act act = performance -> blow.on(performance.defence());
    return new Scene(name, what, openers, openFiles, before, act, after, verdict, ofHost);
  }

  Scene after(Act act) {
    return new Scene(name, what, openers, openFiles, before, during, act, verdict, ofHost);
  }

  Scene openers(int count) {
    return new Scene(name, what, count, openFiles, before, during, after, verdict, ofHost);
  }

  Scene openFiles(int count) {
    return new Scene(name, what, openers, count, before, during, after, verdict, ofHost);
  }

  Scene toHost() {
    return new Scene(name, what, openers, openFiles, before, during, after, verdict, true);
  }

  Scene withoutVerdict() {
    return new Scene(name, what, openers, openFiles, before, during, after, false, ofHost);
  }
}

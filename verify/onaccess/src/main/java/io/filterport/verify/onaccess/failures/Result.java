package io.filterport.verify.onaccess.failures;

import java.time.Duration;

/**
 * What came of a scene with one guard. Immutable.
 *
 * @param clean what openers of clean files got
 * @param infected what openers of EICAR got
 * @param note what else was seen; may be empty
 */
record Result(Tally clean, Tally infected, String note) {
  Duration slowest() {
    return clean.slowest().compareTo(infected.slowest()) > 0 ? clean.slowest() : infected.slowest();
  }

  int waiting() {
    return clean.waiting() + infected.waiting();
  }

  String text() {
    String openers = "clean: " + clean.text() + "<br>EICAR: " + infected.text();
    return note.isEmpty() ? openers : openers + "<br>" + note;
  }
}

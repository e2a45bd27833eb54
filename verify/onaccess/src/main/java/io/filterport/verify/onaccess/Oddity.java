package io.filterport.verify.onaccess;

/** How somebody behaves who is asked whether a file is infected, and should answer. */
public enum Oddity {
  /** Takes the question and says nothing. */
  SILENT,
  /** Answers, but what no scanner says. */
  NONSENSE,
  /** Knows EICAR, and half of its answers are lost. */
  FORGETFUL,
  /** Takes the question and ends the connection. */
  HANGS_UP
}

package io.filterport.verify.onaccess;

/** The process that is asked whether files are infected: a scanning service, or clamd. */
public interface Judge {
  /** {@return its process} */
  Running process();

  /** Starts one again after it was killed. */
  void startAgain() throws Exception;

  /** Kills it and puts somebody odd in its place. */
  void replaceBy(Oddity oddity) throws Exception;
}

package io.filterport.engine;

/** What ended an accepted connection first. */
enum Ending {
  CLIENT_CLOSED,
  CLIENT_DIED,
  FILTER_CLOSED,
  UNREGISTERED,
  BREACH
}

package io.filterport.engine;

/** Why a client got no connection. */
enum Refusal {
  DESCRIPTOR,
  NO_SEAT,
  FILTER,
  /** The port or its filter is closing, or something is short. */
  OTHER
}

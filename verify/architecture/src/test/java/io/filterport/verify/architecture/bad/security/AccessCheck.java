package io.filterport.verify.architecture.bad.security;

/** Nothing is wrong with it here. */
public class AccessCheck {
  public boolean allows() {
    return true;
  }
}

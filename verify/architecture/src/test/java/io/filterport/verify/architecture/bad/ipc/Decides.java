package io.filterport.verify.architecture.bad.ipc;

import io.filterport.verify.architecture.bad.security.AccessCheck;

public class Decides {
  boolean allows() {
    return new AccessCheck().allows();
  }
}

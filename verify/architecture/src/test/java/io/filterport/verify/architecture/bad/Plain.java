package io.filterport.verify.architecture.bad;

import java.util.List;

/** Nothing is wrong with this one. */
public class Plain {
  public List<String[]> names() {
    return List.of();
  }
}

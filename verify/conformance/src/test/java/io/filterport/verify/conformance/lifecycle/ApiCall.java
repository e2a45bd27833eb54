package io.filterport.verify.conformance.lifecycle;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a callback may call, and whoever runs beside it. Immutable.
 *
 * @param title as the table calls it; the methods that it calls stand in it in backquotes
 * @param preparation what is done before the callback begins
 * @param action the call; what it says is how the call ended, in the table's words
 */
record ApiCall(String title, Consumer<Stage> preparation, Asking action) {

  /** A call that returns nothing that matters. */
  @FunctionalInterface
  interface Doing {
    void make(Stage stage, Subject own) throws Exception;
  }

  /** A call that says how it ended. */
  @FunctionalInterface
  interface Asking {
    String make(Stage stage, Subject own) throws Exception;
  }

  /** {@return every call, in the table's order} */
  static List<ApiCall> all() {
    return Stream.of(
            FilterCalls.ALL, SendCalls.ALL, PortCalls.ALL, CompletionCalls.ALL, ServiceCalls.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static ApiCall does(String title, Doing action) {
    return new ApiCall(
        title,
        ApiCall::unprepared,
        (stage, own) -> {
          action.make(stage, own);
          return Words.DONE;
        });
  }

  static ApiCall says(String title, Asking action) {
    return new ApiCall(title, ApiCall::unprepared, action);
  }

  /** {@return the same call on a stage that was prepared for it} */
  ApiCall after(Consumer<Stage> prepared) {
    return new ApiCall(title, prepared, action);
  }

  /** One that touches memory of the callback's. */
  static ApiCall touches(String title, Doing action) {
    return new ApiCall(
        title,
        ApiCall::unprepared,
        (stage, own) -> {
          try {
            action.make(stage, own);
            return Words.DONE;
          } catch (IllegalStateException | WrongThreadException e) {
            return Words.NO_ACCESS;
          }
        });
  }

  private static void unprepared(Stage stage) {
    // most calls need nothing
  }

  /** {@return how the call ended, in the table's words} */
  String run(Stage stage, Subject own) {
    Callable<String> call = () -> action.make(stage, own);
    return Words.said(call);
  }

  @Override
  public String toString() {
    return title;
  }
}

package io.filterport.verify.conformance.lifecycle;

import static io.filterport.verify.conformance.lifecycle.ApiCall.does;

import io.filterport.service.MessageService;
import io.filterport.verify.conformance.world.ServiceWork;
import java.util.List;

/** The ready-made loop of a service. It lives where its port does. */
final class ServiceCalls {
  private static final ServiceWork START =
      port -> {
        MessageService service = MessageService.on(port).workers(1);
        service.start(message -> {}).close();
        return service.handled();
      };

  /** An interrupt before its first message: it serves none, and returns. */
  private static final ServiceWork SERVE =
      port -> {
        Thread.currentThread().interrupt();
        try {
          MessageService.on(port).workers(1).serve(message -> {});
        } finally {
          boolean ignored = Thread.interrupted();
        }
        return 0;
      };

  static final List<ApiCall> ALL =
      List.of(
          does(
              "`MessageService.start`, `MessageService.close`, own connection",
              (stage, own) -> stage.world.atService(own.port(), START)),
          does(
              "`MessageService.start`, `MessageService.close`, another connection",
              (stage, own) -> stage.world.atService(stage.otherLink.port(), START)),
          does(
              "`MessageService.serve`, another connection, interrupted",
              (stage, own) -> stage.world.atService(stage.otherLink.port(), SERVE)));

  private ServiceCalls() {}
}

package io.octograph.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.function.Doors;
import io.octograph.function.OctographConfig;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.store.StoreState;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before Funqy: refuses events while they could not be handled anyway, and what is no event;
 * reads the others once for the functions. It also words the failures that Funqy would leave to the
 * server, since a dead letter brings these words to whoever waits for an answer.
 */
@Singleton
public class EventDoor {
  /** After bodies are read, before Funqy. */
  private static final int ORDER = -500;

  private static final String INCOMING = "octograph.event";
  private static final String ADMISSION = "octograph.admission";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final OctographConfig config;
  private final int most;
  private final StoreState store;
  private final Tally tally;
  private final AtomicInteger running = new AtomicInteger();

  EventDoor(OctographConfig config, StoreState store, Tally tally, MeterRegistry metrics) {
    this.config = config;
    this.store = store;
    this.tally = tally;
    this.most = config.events().inFlight();
    if (most < 1) {
      throw new IllegalArgumentException(
          "octograph.events.in-flight is %d; give at least 1.".formatted(most));
    }
    Gauge.builder("octograph.events.in-flight", running, AtomicInteger::get)
        .description("Events being handled")
        .register(metrics);
  }

  /** Funqy listens at the root, and at the name of each function. */
  void routes(@Observes Router router) {
    route(router, "/");
    for (FunctionInvoker function : FunctionRecorder.registry.invokers()) {
      route(router, "/" + function.getName());
    }
  }

  static Incoming incoming(RoutingContext context) {
    return context.get(INCOMING);
  }

  static Admission admission(RoutingContext context) {
    return context.get(ADMISSION);
  }

  private void route(Router router, String path) {
    router.route(path).order(ORDER).handler(this::take).failureHandler(this::failed);
  }

  private void take(RoutingContext context) {
    try {
      if (config.doors() == OctographConfig.OpenDoors.HTTP) {
        throw refusal(404, "no_events", "No events are taken here, only requests to /v1.");
      }
      if (context.request().method() != HttpMethod.POST) {
        throw refusal(405, "method_not_allowed", "Events are sent by POST.");
      }
      checkStore();
      checkLength(context);
      context.put(INCOMING, IncomingRequests.read(context));
      admit(context);
      context.next();
    } catch (ApiException refused) {
      tally.refused(refused.error().status());
      Doors.answer(context, refused.error());
    }
  }

  /** Of a body that says its length {@link Doors} knows it earlier. */
  private void checkLength(RoutingContext context) {
    int megabytes = config.limits().bodyMegabytes();
    if (context.body().length() > megabytes << 20) {
      throw refusal(
          413,
          "body_too_large",
          "The event is larger than %d MB; send less text.".formatted(megabytes));
    }
  }

  private void checkStore() {
    if (!store.available()) {
      throw Faults.storeAway().exception();
    }
  }

  private void admit(RoutingContext context) {
    if (running.incrementAndGet() > most) {
      running.decrementAndGet();
      var message =
          "%d events are being handled, which is all there is room for; send it again later.";
      throw ApiError.of(429, "too_many_events", message.formatted(most))
          .retryAfter(SOON)
          .exception();
    }
    var admission = new Admission(running::decrementAndGet);
    context.put(ADMISSION, admission);
    context.addEndHandler(end -> admission.requestEnded());
  }

  private void failed(RoutingContext context) {
    Doors.answer(
        context,
        Optional.ofNullable(context.failure())
            .map(Faults::error)
            .orElseGet(() -> Faults.of(context.statusCode())));
  }

  private static ApiException refusal(int status, String code, String message) {
    return ApiError.of(status, code, message).exception();
  }
}

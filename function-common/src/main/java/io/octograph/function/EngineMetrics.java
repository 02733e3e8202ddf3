package io.octograph.function;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.model.Admission;
import io.octograph.model.LanguageModel;
import io.octograph.model.Models;
import io.octograph.model.RunStats;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Shows how busy this process's models are, all of them together. */
@Singleton
public class EngineMetrics {
  private static final List<String> REASONS = List.of("full", "late", "patience", "share");

  private final Models models;
  private final MeterRegistry metrics;

  EngineMetrics(Models models, MeterRegistry metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  void show(@Observes StartupEvent start) {
    Gauge.builder("octograph.engine.running", this, seen(Admission.Seen::inUse))
        .description("Requests that use a model now")
        .register(metrics);
    Gauge.builder("octograph.engine.waiting", this, seen(Admission.Seen::waiting))
        .description("Requests that wait for a model now")
        .register(metrics);
    FunctionTimer.builder(
            "octograph.engine.wait",
            this,
            self -> (long) seen(Admission.Seen::entered).applyAsDouble(self),
            seen(seen -> seen.waited().toNanos()),
            TimeUnit.NANOSECONDS)
        .description("How long requests waited for a model")
        .register(metrics);
    for (String reason : REASONS) {
      FunctionCounter.builder(
              "octograph.engine.refused",
              this,
              seen(seen -> seen.refused().getOrDefault(reason, 0L)))
          .tag("reason", reason)
          .description("Requests that a model had no time for")
          .register(metrics);
    }
    early("exit", RunStats.Counts::exits);
    early("on", counts -> counts.looks() - counts.exits());
  }

  private void early(String outcome, ToDoubleFunction<RunStats.Counts> count) {
    FunctionCounter.builder(
            "octograph.engine.early",
            this,
            all(model -> count.applyAsDouble(model.stats().counts())))
        .tag("outcome", outcome)
        .description("Decisions looked at after a model's lower layers: made there, or not")
        .register(metrics);
  }

  private static ToDoubleFunction<EngineMetrics> seen(ToDoubleFunction<Admission.Seen> one) {
    return all(model -> one.applyAsDouble(model.seen()));
  }

  private static ToDoubleFunction<EngineMetrics> all(ToDoubleFunction<LanguageModel> one) {
    return self -> self.models.loaded().stream().mapToDouble(one).sum();
  }
}

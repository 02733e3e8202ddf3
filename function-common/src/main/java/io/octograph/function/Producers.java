package io.octograph.function;

import io.octograph.model.Device;
import io.octograph.model.EngineSettings;
import io.octograph.model.Models;
import io.octograph.model.Processors;
import io.octograph.openai.HttpCaller;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes beans of what knows nothing of beans. */
public class Producers {

  @Produces
  @Singleton
  Models models(OctographConfig config) {
    OctographConfig.Engine engine = config.engine();
    int threads = engine.threads().orElseGet(() -> new Processors().threads());
    EngineSettings settings =
        new EngineSettings(
            Device.of(engine.device()),
            threads,
            engine.spinning(),
            new EngineSettings.Load(engine.concurrency(), engine.queue()),
            new EngineSettings.Decoding(
                engine.lanes(), engine.speculation(), engine.early(), engine.prefixes()));
    return new Models(config.models(), settings);
  }

  void close(@Disposes Models models) {
    models.close();
  }

  @Produces
  @Singleton
  HttpCaller caller(Vertx vertx) {
    return new HttpCaller(vertx);
  }

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }
}

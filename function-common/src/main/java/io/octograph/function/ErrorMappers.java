package io.octograph.function;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource throws into an error in OpenAI's shape. */
public class ErrorMappers {
  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  private final MeterRegistry metrics;

  ErrorMappers(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  @ServerExceptionMapper
  public Response expected(ApiException e) {
    return response(e.error());
  }

  @ServerExceptionMapper
  public Response refusedByRest(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return status < 400 ? e.getResponse() : response(Refusals.of(status));
  }

  /** A request that broke off in its body: likely nobody reads the answer. */
  @ServerExceptionMapper
  public Response brokenOff(IOException e) {
    LOG.debug("A request broke off", e);
    return response(Refusals.of(400));
  }

  @ServerExceptionMapper
  public Response goneAway(InterruptedException e) {
    LOG.debug("A client went away before it had an answer");
    metrics.counter("octograph.clients.gone").increment();
    return response(Refusals.of(499));
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e) {
    LOG.error("A request failed in a way nobody foresaw", e);
    return response(Refusals.of(500));
  }

  public static Response response(ApiError error) {
    Response.ResponseBuilder response =
        Response.status(error.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(error.bytes());
    error.retryAfterSeconds().ifPresent(wait -> response.header("Retry-After", wait));
    return response.build();
  }
}

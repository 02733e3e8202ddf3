package io.octograph.worker.upstream;

import io.octograph.graph.Endpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Spreads a node's requests over its endpoints by weight: smooth weighted round robin, as nginx
 * does it (each pick adds every weight to its line and takes the sum off the highest). Endpoints
 * whose breaker is open are left out. Thread-safe.
 */
final class Balancer {
  /** An endpoint with what is known of it. Compared by identity. */
  static final class Line {
    private final Endpoint endpoint;
    private final Breaker breaker;
    private int credit;

    Line(Endpoint endpoint, InstantSource clock) {
      this.endpoint = endpoint;
      this.breaker = new Breaker(clock);
    }

    Endpoint endpoint() {
      return endpoint;
    }

    Breaker breaker() {
      return breaker;
    }
  }

  private final List<Line> lines;

  Balancer(List<Endpoint> endpoints, InstantSource clock) {
    this.lines = endpoints.stream().map(endpoint -> new Line(endpoint, clock)).toList();
  }

  boolean serves(List<Endpoint> endpoints) {
    return lines.stream().map(Line::endpoint).toList().equals(endpoints);
  }

  /** The next endpoint to try that has not been tried yet. */
  synchronized Optional<Line> next(Set<Line> tried) {
    List<Line> open =
        lines.stream()
            .filter(line -> !tried.contains(line))
            .filter(line -> line.breaker.left().isZero())
            .toList();
    int sum = open.stream().mapToInt(line -> line.endpoint.weight()).sum();
    open.forEach(line -> line.credit += line.endpoint.weight());
    Optional<Line> best = open.stream().max(Comparator.comparingInt(line -> line.credit));
    best.ifPresent(line -> line.credit -= sum);
    return best.filter(line -> line.breaker.admits());
  }

  /** How long until the first endpoint may be asked again. */
  Duration pause() {
    return lines.stream()
        .map(line -> line.breaker.left())
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}

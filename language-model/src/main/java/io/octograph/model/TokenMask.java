package io.octograph.model;

import java.util.BitSet;

/** Which ids may be generated. */
@FunctionalInterface
public interface TokenMask {
  TokenMask ALL = id -> true;

  boolean allows(int id);

  static TokenMask only(Iterable<Integer> ids) {
    var set = bits(ids);
    return set::get;
  }

  static TokenMask allBut(Iterable<Integer> ids) {
    var set = bits(ids);
    return id -> !set.get(id);
  }

  default TokenMask and(TokenMask other) {
    return id -> allows(id) && other.allows(id);
  }

  default TokenMask or(TokenMask other) {
    return id -> allows(id) || other.allows(id);
  }

  private static BitSet bits(Iterable<Integer> ids) {
    var set = new BitSet();
    ids.forEach(set::set);
    return set;
  }
}

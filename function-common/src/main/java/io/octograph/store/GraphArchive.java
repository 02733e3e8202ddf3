package io.octograph.store;

import java.util.Optional;

/**
 * The files of graphs that walks began on, so that another process can end such a walk after its
 * own graph has changed. Blocking and failures are as in {@link
 * io.octograph.traversal.store.WalkStore}.
 */
public interface GraphArchive {
  /** Keeps nothing: in one process the memory of its own graphs is enough. */
  GraphArchive NONE =
      new GraphArchive() {
        @Override
        public void keep(String name, int version, String yaml) {}

        @Override
        public Optional<String> find(String name, int version) {
          return Optional.empty();
        }
      };

  /**
   * Keeps a graph's file for as long as walks on it may be kept. To be said again each ten minutes.
   *
   * @param yaml as it is written, with its variables' names rather than their values
   */
  void keep(String name, int version, String yaml);

  /** The file of that version; empty when its time is over. */
  Optional<String> find(String name, int version);
}

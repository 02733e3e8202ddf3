package io.octograph.data;

/** A model that answers one prompt. Safe for several threads. */
interface ChatModel {
  /**
   * @param model its name at the service
   * @return what it says; may be empty, or end in the middle of a sentence
   */
  String ask(String model, Prompt prompt) throws ModelFailed, InterruptedException;
}

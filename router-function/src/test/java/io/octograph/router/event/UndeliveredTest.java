package io.octograph.router.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.event.Incoming;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndeliveredTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "503 | dispatch error: Post \"http://10.0.0.7:80\": dial tcp 10.0.0.7:80: connect: connection refused | could not be reached (connection refused)",
        "-1  | dispatch error: Post \"http://w\": dial tcp: lookup w: no such host | could not be reached (its name is unknown)",
        "500 | dispatch error: Post \"http://w\": context deadline exceeded | gave no answer in time",
        "500 | Node general did not answer: cut off. | still said \"Node general did not answer: cut off.\"",
        "503 | <html>nginx</html> | still answered with status 503",
        "500 | {\"error\":{\"message\":\"cut in the mid | still answered with status 500",
        "-1  | ''  | could not be reached",
        "''  | ''  | could not be reached",
      })
  void saysWhyWithoutInnerAddresses(String code, String said, String reason) {
    var dead = new Incoming.Dead("http://worker-math.models.svc", code, said);
    assertThat(Undelivered.reason("math", dead))
        .isEqualTo("math " + reason + " after all retries.");
  }
}

package io.octograph.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.ModelException;
import org.junit.jupiter.api.Test;

class CudaRuntimeTest {
  @Test
  void countsDevicesOrSaysThatItIsNotInstalled() {
    boolean missing =
        CudaLibraries.missing().stream().anyMatch(library -> library.startsWith("libcudart.so"));
    if (missing) {
      assertThatThrownBy(CudaRuntime::get)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("libcudart.so.12 is not found. Install CUDA 12, or set cpu.");
    } else {
      assertThat(CudaRuntime.get().devices()).isNotNegative();
    }
  }
}

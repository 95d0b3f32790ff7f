// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_kernels.h"

namespace sohoa {
namespace {

// The checks include whether the operating system keeps the registers. They come first, for
// asking for a kernel may already need its instructions.
#if defined(__x86_64__)
bool HasAvx2() { return __builtin_cpu_supports("avx2") && Avx2KernelFunctions() != nullptr; }
bool HasAvx512Vnni() {
  return HasAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni") &&
         Avx512VnniKernelFunctions() != nullptr;
}
#else
bool HasAvx2() { return false; }
bool HasAvx512Vnni() { return false; }
#endif

}  // namespace

std::vector<LineKernel> AvailableLineKernels() {
  std::vector<LineKernel> kernels;
  if (HasAvx512Vnni()) kernels.push_back(LineKernel::kAvx512Vnni);
  if (HasAvx2()) kernels.push_back(LineKernel::kAvx2);
  kernels.push_back(LineKernel::kPortable);
  return kernels;
}

std::string_view LineKernelName(LineKernel kernel) {
  switch (kernel) {
    case LineKernel::kAvx512Vnni:
      return "avx512-vnni";
    case LineKernel::kAvx2:
      return "avx2";
    case LineKernel::kPortable:
      break;
  }
  return "portable";
}

const LineKernelFunctions& KernelFunctions(LineKernel kernel) {
  if (kernel == LineKernel::kAvx512Vnni && HasAvx512Vnni()) return *Avx512VnniKernelFunctions();
  if (kernel == LineKernel::kAvx2 && HasAvx2()) return *Avx2KernelFunctions();
  return PortableKernelFunctions();
}

}  // namespace sohoa

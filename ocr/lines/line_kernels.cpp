// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

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

bool CpuHasAmx() {
  // GCC and Clang have different names for them.
  constexpr unsigned kTile = 1U << 24;
  constexpr unsigned kInt8 = 1U << 25;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & kTile) != 0 && (d & kInt8) != 0;
}

// Tiles add 8 KB to what is kept of a thread, so Linux gives them only to processes that ask. A
// reader asks when it opens its engine, before its jail closes.
bool AskForTiles() {
  constexpr int kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
  constexpr int kTileData = 18;               // XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

bool HasAmx() {
  static const bool has =
      HasAvx512Vnni() && CpuHasAmx() && AmxKernelFunctions() != nullptr && AskForTiles();
  return has;
}
#else
bool HasAvx2() { return false; }
bool HasAvx512Vnni() { return false; }
bool HasAmx() { return false; }
#endif

}  // namespace

std::vector<LineKernel> AvailableLineKernels() {
  std::vector<LineKernel> kernels;
  if (HasAmx()) kernels.push_back(LineKernel::kAmx);
  if (HasAvx512Vnni()) kernels.push_back(LineKernel::kAvx512Vnni);
  if (HasAvx2()) kernels.push_back(LineKernel::kAvx2);
  kernels.push_back(LineKernel::kPortable);
  return kernels;
}

std::string_view LineKernelName(LineKernel kernel) {
  switch (kernel) {
    case LineKernel::kAmx:
      return "amx";
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
  if (kernel == LineKernel::kAmx && HasAmx()) return *AmxKernelFunctions();
  if (kernel == LineKernel::kAvx512Vnni && HasAvx512Vnni()) return *Avx512VnniKernelFunctions();
  if (kernel == LineKernel::kAvx2 && HasAvx2()) return *Avx2KernelFunctions();
  return PortableKernelFunctions();
}

}  // namespace sohoa

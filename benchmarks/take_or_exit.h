// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/result.h"

namespace sohoa {

// A benchmark without what it needs is of no use to anybody.
template <typename T>
T TakeOrExit(Result<T> result, const std::string& what) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s: %s\n", what.c_str(), result.status().ToString().c_str());
  std::exit(1);
}

}  // namespace sohoa

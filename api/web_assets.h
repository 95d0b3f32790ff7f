// SPDX-License-Identifier: Apache-2.0
//
// The files of web/, built into the program so that it serves them wherever it runs.
#pragma once

#include <string_view>
#include <vector>

namespace sohoa {

struct WebAsset {
  std::string_view path;          // "/app.js"; index.html is "/"
  std::string_view content_type;  // "text/javascript; charset=utf-8"
  std::string_view bytes;
};

const std::vector<WebAsset>& WebAssets();

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// Forms of files: the type of the body, the end of a line, the body.
#include <cstdint>
#include <string_view>

#include "api/form_body.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto boundary = sohoa::FormBoundaryOf(text.substr(0, end));
  if (!boundary) return 0;
  const std::string_view body = text.substr(end + 1);
  const auto files = sohoa::FilesOfForm(body, *boundary);
  if (!files) return 0;
  std::size_t bytes = 0;
  for (const sohoa::FormFile& file : *files) {
    sohoa::Require(file.bytes.find("\r\n--" + *boundary) == std::string_view::npos, "a file ends where its part does");
    sohoa::Require(file.name.find_first_of("/\\") == std::string::npos, "a file's name leads nowhere");
    bytes += file.bytes.size();
  }
  sohoa::Require(bytes <= body.size(), "files are of the body");
  return 0;
}

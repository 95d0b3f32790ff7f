// SPDX-License-Identifier: Apache-2.0
//
// Files in a body of the type multipart/form-data, as forms of browsers and `curl -F` send it (RFC 7578, RFC 2046 5.1).
// Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct FormFile {
  std::string name;  // as it was sent, without folders
  std::string_view bytes;  // of the body
};

// The boundary that a Content-Type names; none where it is of another type or names none that may be one.
std::optional<std::string> FormBoundaryOf(std::string_view content_type);

// In the order of the body; what is no file is passed over. kBadInput: it is no such body, or has more than 1,000 parts.
Result<std::vector<FormFile>> FilesOfForm(std::string_view body, std::string_view boundary);

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// What an original is, by its first bytes and never by its name.
#pragma once

#include <optional>
#include <string_view>

#include "imaging/page_imaging.h"

namespace sohoa {

// Looks at up to 1,024 bytes (a PDF header may stand that deep: ISO 32000-1, implementation
// note 13). Nothing where it is not a kind we read.
std::optional<OriginalKind> SniffKind(std::string_view bytes);

// "PDF", "TIFF", ...: for messages.
std::string_view KindName(OriginalKind kind);

}  // namespace sohoa

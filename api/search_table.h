// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The answer to `search` (SearchJson, api/archive_json.h) as CSV that Excel opens: a row a page. Empty for what is no such
// answer.
std::string SearchCsv(std::string_view search_json);

}  // namespace sohoa

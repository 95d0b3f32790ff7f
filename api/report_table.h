// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The answer to `report` (api/report_answers.h) as CSV that Excel opens: a row for each procedure and agency, and the
// total. Empty for what is no such answer.
std::string ReportCsv(std::string_view report_json);

}  // namespace sohoa

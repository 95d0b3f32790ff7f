// SPDX-License-Identifier: Apache-2.0
//
// A reader of the .pdf and .xml of Decree 30/2020/NĐ-CP of its own, with the tables of its Appendix VI
// typed in anew. Each broken rule is a sentence.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sohoa::test {

std::vector<std::string> JudgeDecree30(const std::filesystem::path& folder);

}  // namespace sohoa::test

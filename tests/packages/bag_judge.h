// SPDX-License-Identifier: Apache-2.0
//
// A strict reader of bags of its own, by RFC 8493; it shares no code with what writes them. Each broken
// rule is a sentence.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sohoa::test {

std::vector<std::string> JudgeBag(const std::filesystem::path& bag);

}  // namespace sohoa::test

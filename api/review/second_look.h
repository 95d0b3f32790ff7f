// SPDX-License-Identifier: Apache-2.0
//
// Which values two people have to look at (review.second in sohoa.toml).
#pragma once

#include <string>
#include <vector>

#include "core/status.h"

namespace sohoa {

// Each rule is a field's code ("identity_number"), or such a one of a class ("C01/full_name") or procedure
// ("1.001193/full_name") alone.
bool NeedsSecondLook(const std::vector<std::string>& rules, const std::string& procedure, const std::string& type, const std::string& field);
// kInvalidArgument: one is none of these.
Status CheckSecondLookRules(const std::vector<std::string>& rules);

}  // namespace sohoa

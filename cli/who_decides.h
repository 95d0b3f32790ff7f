// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sohoa {

// `said`, or who is logged in at this host; there are no accounts of our own yet.
std::string WhoDecides(const std::string& said);

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
#include "cli/who_decides.h"

#include <pwd.h>
#include <unistd.h>

namespace sohoa {

std::string WhoDecides(const std::string& said) {
  if (!said.empty()) return said;
  const passwd* user = getpwuid(getuid());
  return "cli:" + (user != nullptr ? std::string(user->pw_name) : std::to_string(getuid()));
}

}  // namespace sohoa

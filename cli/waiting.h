// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "cli/archive_session.h"
#include "core/status.h"

namespace sohoa {

// Until all that was handed in and decided on is in the dossier's newest version. Shows how far it is
// unless `quiet`; `told` gets each answer on the way. kCancelled: interrupted, with nothing lost.
Status WaitUntilVisible(ArchiveSession& session, const std::string& dossier, bool quiet,
                        const std::function<void(const DossierProgress&)>& told = {});

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// Who may make an edit: what it is about has to be seen by them, and what makes a document less secret is
// written down (docs/ACCESS.md).
#pragma once

#include <optional>

#include "access/account_store.h"
#include "access/decision.h"
#include "api/edits_json.h"
#include "core/status.h"
#include "storage/archive.h"

namespace sohoa {

// How secret the document is once the edit of one of its fields is made; none = not known, for nobody.
std::optional<Secrecy> DegreeAfter(const Document& document, const Edit& edit);

// kNotFound: they may not see what it is about. kDenied: none of their roles does it. kInvalidArgument: it makes a
// document less secret and says not why. An edit that does is an audit record first. `asks` null: who holds the archive itself.
Status CheckEditAccess(Archive& archive, const EditRequest& request, const Principal* asks, const ArchiveWriter& write);

}  // namespace sohoa

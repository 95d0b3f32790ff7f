// SPDX-License-Identifier: Apache-2.0
//
// A committed dossier as a one-stop system imports it: one flat statement of a version, with values and where to fetch
// the PDFs (docs/WEBHOOKS.md). Pure functions.
#pragma once

#include <string>

#include "core/dossier.h"

namespace sohoa {

// "CODE/VERSION": the same for the same contents, so that who has it needs it no second time.
std::string BundleId(const Dossier& dossier);
std::string BundleJson(const Dossier& dossier);
// The same under the same names.
std::string BundleXml(const Dossier& dossier);

}  // namespace sohoa

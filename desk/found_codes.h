// SPDX-License-Identifier: Apache-2.0
//
// Codes of dossiers in what barcodes say and in what a hand-held reader types: the code alone, or within the address that
// many one-stop systems print as QR code. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sohoa {

// Those of the standard forms (IsStandardDossierCode), once each, in order.
std::vector<std::string> DossierCodesIn(std::string_view text);
std::vector<std::string> DossierCodesIn(const std::vector<Barcode>& codes);

// What somebody means who types this for a dossier's code: without the white around it, and of a text that can be no code
// the one that stands in it. Otherwise as it is, for the spool to refuse.
std::string DossierCodeOf(std::string_view typed);

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// What a desk's spool refuses and in which words, for desk/spool*.cpp alone. Pure functions.
#pragma once

#include <set>
#include <string>

#include "core/edit.h"
#include "core/status.h"
#include "desk/capture.h"

namespace sohoa {

Status NoSuchCapture(const std::string& operation, const std::string& capture);
Status UnfitCapture(const std::string& operation, const std::string& capture, const std::string& why);

// All of it in NFC.
CaptureHead CleanHead(const CaptureHead& head);
// Of a code that may still be empty.
Status CheckDossierCode(const std::string& code);
// An edit of the desk may say "first"; all else is as with the seal. `own`: keys of the capture's pages; gives the edit a
// reason where it has none.
Status CheckDeskEdit(const std::set<std::string>& own, const PageArrangement& pages, Edit& edit);

}  // namespace sohoa

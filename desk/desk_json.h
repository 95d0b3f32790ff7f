// SPDX-License-Identifier: Apache-2.0
//
// What the desk's page is told (docs/DESK.md), as JSON. Times are those of Vietnam.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "desk/desk_service.h"

namespace sohoa {

// {"name", "line", "room", "run", "captures": [without pages], "changes"}
// `is_here`: for a browser on the desk's own host, which may pair others.
std::string DeskStateJson(DeskService& desk, bool is_here);
std::string PairingCodeJson(DeskService& desk, const PairingCode& code);
std::string PairedBrowsersJson(const std::vector<PairedBrowser>& browsers);
// A capture with its pages, in order, those that are set aside at the end.
std::string CaptureJson(DeskService& desk, const Capture& capture);
std::string ScannersJson(const std::vector<ScannerDescription>& scanners);
// The catalogue's procedures, the newest version of each, with the papers that they want.
std::string DeskProceduresJson(const ProcedureCatalogue* procedures);

// Of a request's body, whose members are all known; kInvalidArgument says which is not right.
Result<CaptureHead> ReadCaptureHead(std::string_view json);
Result<ScanJob> ReadScanJob(const std::string& capture, std::string_view json);
Result<std::vector<Edit>> ReadDeskEdits(std::string_view json);
// One number of a body such as {"count": 2}.
Result<std::uint32_t> ReadDeskNumber(std::string_view json, const char* name);
Result<std::string> ReadDeskText(std::string_view json, const char* name);

}  // namespace sohoa
